package dev.causality.conformance.contract.differential;

import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.StreamSpec;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;

/** What a real server is told to make. */
final class Configurations {

    private Configurations() {}

    static StreamConfiguration of(StreamSpec spec) {
        return StreamConfiguration.builder()
                .name(spec.name())
                .subjects(spec.subjects())
                .storageType(StorageType.File)
                .discardPolicy(DiscardPolicy.New)
                .maxBytes(spec.maxBytes())
                .duplicateWindow(spec.duplicateWindow())
                .build();
    }

    static ConsumerConfiguration of(ConsumerSpec spec) {
        return ConsumerConfiguration.builder()
                .durable(spec.name())
                .filterSubject(spec.filterSubject())
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(spec.ackWait())
                .maxAckPending(spec.maxAckPending())
                .maxDeliver(spec.maxDeliver())
                .build();
    }
}
