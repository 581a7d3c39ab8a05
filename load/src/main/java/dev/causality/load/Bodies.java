package dev.causality.load;

import dev.causality.v1.EventEnvelope;
import dev.causality.v1.IngestEventBatchRequest;
import dev.causality.v1.IngestEventRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Bodies of ingest requests. They are encoded once; for each request only the ids and idempotency keys are made new, in
 * place, since what the client costs is taken from the processors that are measured.
 */
final class Bodies {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    /** The last hexadecimal digits of a UUID are random in every version that is used. */
    private static final int RANDOM_DIGITS = 12;

    private static final int UUID_LENGTH = 36;

    private final byte[] body;
    private final int[] offsets;

    Bodies(int batch) {
        Events events = new Events(1);
        List<EventEnvelope> envelopes = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            envelopes.add(events.event(0));
        }
        this.body = batch == 1
                ? IngestEventRequest.newBuilder()
                        .setEvent(envelopes.getFirst())
                        .build()
                        .toByteArray()
                : IngestEventBatchRequest.newBuilder()
                        .addAllEvents(envelopes)
                        .build()
                        .toByteArray();
        this.offsets = new int[2 * batch];
        String text = new String(body, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < batch; i++) {
            offsets[2 * i] = text.indexOf(envelopes.get(i).getId());
            offsets[2 * i + 1] = text.indexOf(envelopes.get(i).getIdempotencyKey());
        }
    }

    /** The next body: the same array each time. */
    byte[] next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int offset : offsets) {
            long digits = random.nextLong();
            for (int i = 1; i <= RANDOM_DIGITS; i++) {
                body[offset + UUID_LENGTH - i] = HEX[(int) (digits & 0xF)];
                digits >>>= 4;
            }
        }
        return body;
    }
}
