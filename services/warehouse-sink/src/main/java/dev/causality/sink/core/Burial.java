package dev.causality.sink.core;

import dev.causality.deadletters.DeadLetter;
import dev.causality.deadletters.DeadLetters;
import dev.causality.deadletters.Origin;
import dev.causality.deadletters.Reason;
import dev.causality.internal.v1.Intent;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Ids;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.Answer;
import dev.causality.ports.EventStream;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import dev.causality.sink.core.Claims.Staked;
import dev.causality.sink.core.StoreCalls.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Gives a message up: under a claim like that of rows, so that no message is both stored and dead, then as an entry in the
 * dead letters. The claim becomes fact by the message's bytes being written to the object store; a sink that finds that
 * fact, but not who made it, writes the entry again under the same id. Safe for use by several tasks.
 */
final class Burial {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

    /** How often an entry is tried before its message is handed back, to make room for others. */
    private static final int TRIES = 10;

    private final Kernel kernel;
    private final Ids ids;
    private final Claims claims;
    private final EventStream events;
    private final DeadLetters deadLetters;
    private final ObjectStore store;
    private final SinkObjects objects;
    private final StoreCalls calls;
    private final Origin origin;
    private final Telemetry telemetry;

    Burial(
            Kernel kernel,
            Ids ids,
            Claims claims,
            EventStream events,
            DeadLetters deadLetters,
            ObjectStore store,
            SinkObjects objects,
            StoreCalls calls,
            Origin origin,
            Telemetry telemetry) {
        this.kernel = kernel;
        this.ids = ids;
        this.claims = claims;
        this.events = events;
        this.deadLetters = deadLetters;
        this.store = store;
        this.objects = objects;
        this.calls = calls;
        this.origin = origin;
        this.telemetry = telemetry;
    }

    /** Claims the message's death, then writes its entry. */
    Verdict bury(Work.Bury work, Cancellation cancellation) {
        Answer<Optional<StoredMessage>> answer =
                events.read(work.entry().sequence(), kernel.deadlineIn(REQUEST_TIMEOUT));
        if (!(answer instanceof Answer.Known<Optional<StoredMessage>>(Optional<StoredMessage> original))) {
            return new Verdict.Retry(Verdict.Cause.STREAM, "the original cannot be read");
        }
        if (original.isEmpty()) {
            return new Verdict.LetGo(Verdict.Cause.SETTLED_ELSEWHERE);
        }
        byte[] payload = original.get().payload();
        return switch (claimDeath(
                work.entry().sequence(), payload, work.reason(), work.detail(), false, work.lease(), cancellation)) {
            case Death.Claimed(Reason reason, String detail) ->
                write(letter(work.entry(), original.get(), reason, detail), work.lease(), cancellation);
            case Death.Not(Verdict verdict) -> verdict;
        };
    }

    /** Whether a message is dead for the warehouse. */
    sealed interface Death {
        /** It is, and its entry has to be written (again, perhaps). */
        record Claimed(Reason reason, String detail) implements Death {}

        /** It is not, or not known to be. */
        record Not(Verdict verdict) implements Death {}
    }

    /**
     * Claims the death of a message.
     *
     * @param exhausted whether the server will not deliver it again: the consumer's ack floor says nothing about it then
     */
    Death claimDeath(
            long sequence,
            byte[] payload,
            Reason reason,
            String detail,
            boolean exhausted,
            Lease lease,
            Cancellation cancellation) {
        String id = ids.next();
        String key = objects.deadKey(sequence, id);
        Staked staked = exhausted
                ? claims.stakeExhausted(id, key, sequence, lease, cancellation)
                : claims.stake(Intent.Kind.BURY, id, key, "", List.of(sequence), lease, cancellation);
        return switch (staked) {
            case Staked.Failed(Verdict verdict) -> new Death.Not(verdict);
            case Staked.Held(Claim claim, long floor, var settled) ->
                switch (settled.get(sequence)) {
                    case Fate.Stored _ -> new Death.Not(new Verdict.Durable(false));
                    case Fate.Dead(Reason theirs, String theirDetail) -> new Death.Claimed(theirs, theirDetail);
                    case null, default -> {
                        if (!exhausted && sequence <= floor) {
                            yield new Death.Not(new Verdict.LetGo(Verdict.Cause.SETTLED_ELSEWHERE));
                        }
                        if (!lease.live()) {
                            yield new Death.Not(new Verdict.LetGo(Verdict.Cause.LEASE));
                        }
                        yield makeFact(claim, payload, reason, detail, lease, cancellation);
                    }
                };
        };
    }

    private Death makeFact(
            Claim claim, byte[] payload, Reason reason, String detail, Lease lease, Cancellation cancellation) {
        NewObject object = objects.dead(claim.objectKey(), payload, claim.id(), reason, detail);
        Result<Boolean> written = calls.untilDecided(
                deadline -> StoreCalls.put(store.putIfAbsent(object, deadline)), lease, cancellation);
        return switch (written) {
            case Result.GivenUp<Boolean>(Verdict.Cause cause, String why, boolean _) ->
                new Death.Not(Claims.failed(cause, why));
            case Result.Decided<Boolean>(Boolean ours)
            when ours -> {
                claims.settled(claim, new Fate.Dead(reason, detail));
                yield new Death.Claimed(reason, detail);
            }
            case Result.Decided<Boolean> _ ->
                switch (claims.fateAtKey(claim, lease, cancellation)) {
                    case Result.Decided<Fate>(Fate.Dead _) -> new Death.Claimed(reason, detail);
                    case Result.Decided<Fate> _ -> new Death.Not(new Verdict.LetGo(Verdict.Cause.SETTLED_ELSEWHERE));
                    case Result.GivenUp<Fate>(Verdict.Cause cause, String why, boolean _) ->
                        new Death.Not(Claims.failed(cause, why));
                };
        };
    }

    private Verdict write(DeadLetter letter, Lease lease, Cancellation cancellation) {
        PublishOutcome outcome = new PublishOutcome.Unknown("not tried");
        for (int tries = 0; tries < TRIES; tries++) {
            if (!lease.live() || cancellation.isCancelled()) {
                return new Verdict.LetGo(cancellation.isCancelled() ? Verdict.Cause.STOPPING : Verdict.Cause.LEASE);
            }
            outcome = deadLetters.bury(letter, kernel.deadlineIn(REQUEST_TIMEOUT), cancellation);
            if (outcome instanceof PublishOutcome.Confirmed) {
                telemetry.deadLettered(1, letter.reason());
                return new Verdict.Dead(deadLetters.terminationReason(letter.sequence()));
            }
            kernel.sleep(RETRY_PAUSE, cancellation);
        }
        return new Verdict.Retry(Verdict.Cause.STREAM, "the dead letter cannot be written: " + outcome);
    }

    private DeadLetter letter(Entry entry, StoredMessage original, Reason reason, String detail) {
        return new DeadLetter(
                origin,
                entry.sequence(),
                original.subject(),
                original.headers(),
                original.payload(),
                entry.deliveryCount(),
                reason,
                detail,
                original.time(),
                kernel.now());
    }
}
