package dev.causality.sink.core;

import dev.causality.internal.v1.Intent;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.Settlement;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.ObjectStore.ObjectHead;
import dev.causality.ports.ObjectStore.StoreAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Staking claims to messages, and settling the claims of others that came first. Why rows end up in the warehouse at most
 * once, with any number of sinks, pauses and PUTs that commit late:
 *
 * <ol>
 *   <li>Nothing is decided about a message without a claim, and claims have one order that every sink sees the same
 *       ({@link IntentLog}).
 *   <li>A claim becomes fact by one object being written at its key, if there is none: its rows, or the bytes of a message
 *       to be buried. The store lets one writer win.
 *   <li>Before a later claim acts on a message it settles each earlier claim to that message, by writing a fence at its key,
 *       if there is nothing there. Either the fence wins, and the earlier claim can never become fact, however late its PUT
 *       arrives; or what is there already tells what the earlier claim did.
 * </ol>
 *
 * So of all claims to a message at most one becomes fact. What is left out: claims older than the retention of intents,
 * and those forgotten below the consumer's ack floor; the latter are caught by asking for the floor <em>after</em> the own
 * claim is staked, since a message at or below it is finished with. Safe for use by several tasks.
 */
final class Claims {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    private final Kernel kernel;
    private final IntentLog log;
    private final EventConsumer consumer;
    private final Instant consumerCreated;
    private final ObjectStore store;
    private final SinkObjects objects;
    private final StoreCalls calls;
    private final Telemetry telemetry;
    private final Health health;

    Claims(
            Kernel kernel,
            IntentLog log,
            EventConsumer consumer,
            Instant consumerCreated,
            ObjectStore store,
            SinkObjects objects,
            StoreCalls calls,
            Telemetry telemetry,
            Health health) {
        this.kernel = kernel;
        this.log = log;
        this.consumer = consumer;
        this.consumerCreated = consumerCreated;
        this.store = store;
        this.objects = objects;
        this.calls = calls;
        this.telemetry = telemetry;
        this.health = health;
    }

    /** A claim staked and its forerunners settled, or the reason why not. */
    sealed interface Staked {

        /**
         * The claim holds.
         *
         * @param floor messages up to here are finished with
         * @param settled the fates of earlier claims, by sequence, where one became fact
         */
        record Held(Claim claim, long floor, NavigableMap<Long, Fate> settled) implements Staked {}

        /** Nothing was decided, and nothing may be done under the claim. */
        record Failed(Verdict verdict) implements Staked {}
    }

    /** Stakes a claim to {@code sequences} (ascending) and settles the earlier claims to them. */
    Staked stake(
            Intent.Kind kind,
            String id,
            String key,
            String folder,
            List<Long> sequences,
            Lease lease,
            Cancellation cancellation) {
        Optional<Claim> claim = log.append(kind, id, key, sequences, lease, cancellation);
        if (claim.isEmpty()) {
            return new Staked.Failed(interrupted(cancellation));
        }
        Optional<ConsumerState> state = consumerState(lease, cancellation);
        if (state.isEmpty()) {
            return new Staked.Failed(interrupted(cancellation));
        }
        if (!Monitor.sameCreation(consumerCreated, state.get().created())) {
            health.fail(Monitor.recreated(consumer));
            return new Staked.Failed(new Verdict.LetGo(Verdict.Cause.STREAM));
        }
        return settle(
                claim.get(), state.get().ackFloor(), log.earlier(claim.get(), sequences, folder), lease, cancellation);
    }

    /**
     * Stakes a claim to bury a message that the server has given up. The ack floor may have passed it, and claims to it may
     * have been forgotten: they are looked for in the whole stream of intents.
     */
    Staked stakeExhausted(String id, String key, long sequence, Lease lease, Cancellation cancellation) {
        List<Long> sequences = List.of(sequence);
        Optional<Claim> claim = log.append(Intent.Kind.BURY, id, key, sequences, lease, cancellation);
        if (claim.isEmpty()) {
            return new Staked.Failed(interrupted(cancellation));
        }
        return settle(claim.get(), 0, log.allEarlier(claim.get(), sequences, lease, cancellation), lease, cancellation);
    }

    /** Those of {@code sequences} that a claim later than {@code own} covers too. */
    Answer<List<Long>> coveredLater(Claim own, List<Long> sequences, String folder) {
        return log.later(own, sequences, folder)
                .map(overlaps -> overlaps.stream()
                        .flatMap(overlap -> overlap.sequences().stream())
                        .distinct()
                        .toList());
    }

    /** What became of our own claim, now that something else than our PUT was found at its key or our PUT is decided. */
    StoreCalls.Result<Fate> fateAtKey(Claim claim, Lease lease, Cancellation cancellation) {
        StoreCalls.Result<Fate> result = calls.untilDecided(deadline -> read(claim, deadline), lease, cancellation);
        if (result instanceof StoreCalls.Result.Decided<Fate>(Fate fate)) {
            log.settled(claim, fate);
        }
        return result;
    }

    void settled(Claim claim, Fate fate) {
        log.settled(claim, fate);
    }

    private Staked settle(
            Claim own, long floor, Answer<List<IntentLog.Overlap>> answer, Lease lease, Cancellation cancellation) {
        if (!(answer instanceof Answer.Known<List<IntentLog.Overlap>>(List<IntentLog.Overlap> overlaps))) {
            return new Staked.Failed(new Verdict.Retry(Verdict.Cause.STREAM, "earlier intents cannot be read"));
        }
        NavigableMap<Long, Fate> settled = new TreeMap<>();
        for (IntentLog.Overlap overlap : overlaps) {
            switch (fate(overlap.claim(), lease, cancellation)) {
                case StoreCalls.Result.GivenUp<Fate>(Verdict.Cause cause, String detail, boolean _) -> {
                    return new Staked.Failed(failed(cause, detail));
                }
                case StoreCalls.Result.Decided<Fate>(Fate fate) -> {
                    if (!(fate instanceof Fate.Fenced)) {
                        overlap.sequences().forEach(sequence -> settled.put(sequence, fate));
                    }
                }
            }
        }
        return new Staked.Held(own, floor, settled);
    }

    private static Settlement settlement(Fate fate, boolean ours) {
        if (fate instanceof Fate.Fenced) {
            return ours ? Settlement.FENCED : Settlement.FENCED_BEFORE;
        }
        return Settlement.DURABLE;
    }

    private StoreCalls.Result<Fate> fate(Claim claim, Lease lease, Cancellation cancellation) {
        Optional<Fate> known = log.fate(claim);
        if (known.isPresent()) {
            return new StoreCalls.Result.Decided<>(known.get());
        }
        StoreCalls.Result<Boolean> fenced = calls.untilDecided(
                deadline -> StoreCalls.put(store.putIfAbsent(objects.fence(claim), deadline)), lease, cancellation);
        return switch (fenced) {
            case StoreCalls.Result.GivenUp<Boolean>(Verdict.Cause cause, String detail, boolean ambiguous) ->
                new StoreCalls.Result.GivenUp<>(cause, detail, ambiguous);
            case StoreCalls.Result.Decided<Boolean>(Boolean ours) -> {
                StoreCalls.Result<Fate> fate = ours
                        ? new StoreCalls.Result.Decided<>(new Fate.Fenced())
                        : fateAtKey(claim, lease, cancellation);
                if (fate instanceof StoreCalls.Result.Decided<Fate>(Fate decided)) {
                    log.settled(claim, decided);
                    telemetry.intentSettled(settlement(decided, ours));
                }
                yield fate;
            }
        };
    }

    /** An object that vanished, or is not a sink's, decides nothing: the caller tries again and then gives up. */
    private StoreCalls.Attempt<Fate> read(Claim claim, Deadline deadline) {
        StoreAnswer<Optional<ObjectHead>> answer = store.head(claim.objectKey(), deadline);
        return switch (StoreCalls.read(answer)) {
            case StoreCalls.Attempt.Failed<Optional<ObjectHead>>(var failure, String detail, boolean ambiguous) ->
                new StoreCalls.Attempt.Failed<>(failure, detail, ambiguous);
            case StoreCalls.Attempt.Decided<Optional<ObjectHead>>(Optional<ObjectHead> head) ->
                head.flatMap(SinkObjects::fate)
                        .<StoreCalls.Attempt<Fate>>map(StoreCalls.Attempt.Decided::new)
                        .orElseGet(() -> new StoreCalls.Attempt.Failed<>(
                                ObjectStore.StoreFailure.CONFLICT,
                                "no object of a sink at " + claim.objectKey() + " although there was one",
                                false));
        };
    }

    private Optional<ConsumerState> consumerState(Lease lease, Cancellation cancellation) {
        while (lease.live() && !cancellation.isCancelled()) {
            if (consumer.state(kernel.deadlineIn(REQUEST_TIMEOUT)) instanceof Answer.Known<ConsumerState>(var state)) {
                return Optional.of(state);
            }
            kernel.sleep(RETRY_PAUSE, cancellation);
        }
        return Optional.empty();
    }

    private static Verdict interrupted(Cancellation cancellation) {
        return new Verdict.LetGo(cancellation.isCancelled() ? Verdict.Cause.STOPPING : Verdict.Cause.LEASE);
    }

    /** How an entry is answered when a store call for it was given up. */
    static Verdict failed(Verdict.Cause cause, String detail) {
        return switch (cause) {
            case PARTITION, OUTAGE, STREAM -> new Verdict.Retry(cause, detail);
            case STOPPING, LEASE, SETTLED_ELSEWHERE -> new Verdict.LetGo(cause);
        };
    }
}
