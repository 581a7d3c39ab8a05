package dev.causality.deadletters;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.ObjectStore.PutOutcome;
import java.time.Duration;
import java.util.Collections;

/**
 * Writes into the object store what an entry has no room for. The keys are made from the message's identity and the
 * bytes are always the same, so that writing them again, or an attempt that takes effect late, does no harm.
 */
final class OverflowWriter {

    private static final String CONTENT_TYPE = "application/octet-stream";

    /** Enough to get past one lost connection; a store that is away is the caller's to wait for. */
    private static final int ATTEMPTS = 3;

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Kernel kernel;
    private final Overflow overflow;
    private final DeadLetter letter;
    private final Deadline deadline;
    private final Cancellation cancellation;

    OverflowWriter(Kernel kernel, Overflow overflow, DeadLetter letter, Deadline deadline, Cancellation cancellation) {
        this.kernel = kernel;
        this.overflow = overflow;
        this.letter = letter;
        this.deadline = deadline;
        this.cancellation = cancellation;
    }

    /** What became of an object. */
    sealed interface Result {
        record Kept(Reference reference) implements Result {}

        record Failed(String detail) implements Result {}
    }

    Result payload() {
        return write(".payload", letter.payload());
    }

    Result headers() {
        return write(".headers", EntryCodec.headersObject(letter));
    }

    private Result write(String suffix, byte[] bytes) {
        Reference reference = Reference.to(key(suffix), bytes);
        NewObject object = new NewObject(
                reference.key(), bytes, CONTENT_TYPE, Collections.singletonMap("sha256", reference.sha256()));
        PutOutcome outcome = overflow.store().put(object, deadline);
        for (int attempt = 1; attempt < ATTEMPTS && !there(outcome); attempt++) {
            if (!kernel.sleep(PAUSE.multipliedBy(attempt), cancellation)) {
                break;
            }
            outcome = overflow.store().put(object, deadline);
        }
        return there(outcome)
                ? new Result.Kept(reference)
                : new Result.Failed("the object store did not take " + reference.key() + ": " + outcome);
    }

    private String key(String suffix) {
        Origin origin = letter.origin();
        return String.join(
                        "/",
                        overflow.prefix(),
                        origin.stream(),
                        origin.createdNanos(),
                        origin.consumer(),
                        Long.toString(letter.sequence()))
                + suffix;
    }

    private static boolean there(PutOutcome outcome) {
        return outcome instanceof PutOutcome.Written || outcome instanceof PutOutcome.AlreadyExists;
    }
}
