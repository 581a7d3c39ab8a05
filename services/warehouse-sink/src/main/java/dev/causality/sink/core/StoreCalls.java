package dev.causality.sink.core;

import dev.causality.kernel.Backoff;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.ObjectStore.PutOutcome;
import dev.causality.ports.ObjectStore.StoreAnswer;
import dev.causality.ports.ObjectStore.StoreFailure;
import dev.causality.sink.config.SinkConfig;
import java.time.Duration;
import java.util.function.Function;

/**
 * Repeats a call to the store until the store has decided, or until it is clear that this caller should stop asking.
 * While the store as a whole is away it waits, for the outage budget; a failure that is the key's alone gets a few
 * attempts. Safe for use by several tasks.
 */
final class StoreCalls {

    /** Attempts at a call that fails although the store works. */
    private static final int ATTEMPTS_ALONE = 4;

    private static final Duration PAUSE_FIRST = Duration.ofMillis(100);
    private static final Duration PAUSE_MOST = Duration.ofSeconds(2);

    private final Kernel kernel;
    private final StoreGate gate;
    private final SinkConfig config;
    private final Backoff backoff;

    StoreCalls(Kernel kernel, StoreGate gate, SinkConfig config) {
        this.kernel = kernel;
        this.gate = gate;
        this.config = config;
        this.backoff = new Backoff(kernel.random("store-calls"), PAUSE_FIRST, PAUSE_MOST);
    }

    /** What one attempt brought. */
    sealed interface Attempt<T> {
        record Decided<T>(T value) implements Attempt<T> {}

        /** @param ambiguous whether it may have had, or may yet have, an effect */
        record Failed<T>(StoreFailure failure, String detail, boolean ambiguous) implements Attempt<T> {}
    }

    /** What all attempts together brought. */
    sealed interface Result<T> {
        record Decided<T>(T value) implements Result<T> {}

        /** @param ambiguous whether one of the attempts may have had, or may yet have, an effect */
        record GivenUp<T>(Verdict.Cause cause, String detail, boolean ambiguous) implements Result<T> {}
    }

    /** An attempt at a PUT: decided is whether the object is this caller's. */
    static Attempt<Boolean> put(PutOutcome outcome) {
        return switch (outcome) {
            case PutOutcome.Written _ -> new Attempt.Decided<>(true);
            case PutOutcome.AlreadyExists _ -> new Attempt.Decided<>(false);
            case PutOutcome.Refused(StoreFailure failure, String detail) ->
                new Attempt.Failed<>(failure, detail, false);
            case PutOutcome.Unknown(StoreFailure failure, String detail) -> new Attempt.Failed<>(failure, detail, true);
        };
    }

    static <T> Attempt<T> read(StoreAnswer<T> answer) {
        return switch (answer) {
            case StoreAnswer.Known<T>(T value) -> new Attempt.Decided<>(value);
            case StoreAnswer.Unavailable<T>(StoreFailure failure, String detail) ->
                new Attempt.Failed<>(failure, detail, false);
        };
    }

    <T> Result<T> untilDecided(Function<Deadline, Attempt<T>> call, Lease lease, Cancellation cancellation) {
        boolean ambiguous = false;
        int alone = 0;
        while (true) {
            switch (call.apply(kernel.deadlineIn(config.warehouse().attemptTimeout()))) {
                case Attempt.Decided<T>(T value) -> {
                    return new Result.Decided<>(value);
                }
                case Attempt.Failed<T>(StoreFailure failure, String detail, boolean maybe) -> {
                    ambiguous |= maybe;
                    boolean works = gate.worksOtherwise();
                    alone = works ? alone + 1 : 0;
                    if (works && alone >= ATTEMPTS_ALONE) {
                        return new Result.GivenUp<>(Verdict.Cause.PARTITION, failure + ": " + detail, ambiguous);
                    }
                    if (works) {
                        kernel.sleep(backoff.delay(alone), cancellation);
                    }
                    if (!gate.isOpen()) {
                        alone = 0;
                    }
                    boolean open = awaitStore(cancellation);
                    if (cancellation.isCancelled()) {
                        return new Result.GivenUp<>(Verdict.Cause.STOPPING, detail, ambiguous);
                    }
                    if (!open) {
                        return new Result.GivenUp<>(Verdict.Cause.OUTAGE, failure + ": " + detail, ambiguous);
                    }
                    if (!lease.live()) {
                        return new Result.GivenUp<>(Verdict.Cause.LEASE, detail, ambiguous);
                    }
                }
            }
        }
    }

    /**
     * Waits while the store is away, however often it seems to come back meanwhile.
     *
     * @return false when it has been away for the budget, at one stretch, or the cancellation came first
     */
    private boolean awaitStore(Cancellation cancellation) {
        Duration left = config.warehouse().outageBudget().minus(gate.closedFor());
        while (left.isPositive() && !cancellation.isCancelled()) {
            if (gate.awaitOpen(kernel.deadlineIn(left), cancellation)) {
                return true;
            }
            left = config.warehouse().outageBudget().minus(gate.closedFor());
        }
        return false;
    }
}
