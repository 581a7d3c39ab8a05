package dev.causality.sink.core;

import dev.causality.deadletters.AdvisoryCapture;
import dev.causality.deadletters.AdvisoryStream;
import dev.causality.deadletters.DeadLetters;
import dev.causality.deadletters.GivenUp;
import dev.causality.deadletters.Origin;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Service;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventStream;
import dev.causality.retention.Keeper;
import dev.causality.retention.SafetyNet;
import dev.causality.sink.config.SinkConfig;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What runs beside the workers in every sink, and may run in any number of them: the capture of what the server gave up,
 * and the keeper that makes room in the stream.
 */
record Companions(AdvisoryCapture capture, Keeper keeper, GivenUp givenUp) implements Service {

    static Companions start(
            Kernel kernel,
            SinkPorts ports,
            SinkConfig config,
            EventStream events,
            Origin origin,
            DeadLetters deadLetters,
            Burial burial,
            Deadline deadline) {
        EventStream advisories = ports.streams()
                .open(
                        AdvisoryStream.streamSpec(
                                config.streams().advisories(),
                                origin.stream(),
                                config.streams().deadLettersMaxAge(),
                                config.streams().replicas()),
                        deadline);
        EventConsumer consumer = ports.streams().consumer(advisories, AdvisoryStream.consumerSpec(origin), deadline);
        GivenUp givenUp = new GivenUp(advisories, origin);
        TreeMap<String, SafetyNet> nets = new TreeMap<>();
        nets.put(origin.consumer(), givenUp::dealtWith);
        AdvisoryCapture capture = AdvisoryCapture.start(
                kernel, events, consumer, deadLetters, new SinkSettler(kernel, events, burial), ports.telemetry());
        Keeper keeper = Keeper.start(
                kernel,
                events,
                origin.created(),
                nets,
                ports.streams()::maxPayloadBytes,
                config.keeper(),
                ports.telemetry());
        return new Companions(capture, keeper, givenUp);
    }

    @Override
    public Optional<String> notReady() {
        return capture.notReady().or(keeper::notReady);
    }

    @Override
    public Optional<String> failure() {
        return capture.failure().or(keeper::failure);
    }

    @Override
    public Optional<String> stop(Deadline deadline) {
        Optional<String> undone = capture.stop(deadline);
        Optional<String> keeperUndone = keeper.stop(deadline);
        givenUp.close();
        return undone.or(() -> keeperUndone);
    }
}
