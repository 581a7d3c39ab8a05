package dev.causality.sink.core;

import dev.causality.deadletters.Reason;
import dev.causality.internal.v1.Intent;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Ids;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.Answer;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.WarehouseEncoder.UnencodableRowException;
import dev.causality.sink.core.Claims.Staked;
import dev.causality.sink.core.StoreCalls.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the rows of one batch: encode, stake a claim, settle earlier claims, write the object. What comes out is a
 * verdict for each entry; the worker that owns the batch does the answering. Safe for use by several tasks.
 */
final class RowStore {

    private static final Logger LOG = LoggerFactory.getLogger(RowStore.class);

    private final Kernel kernel;
    private final Ids ids;
    private final Claims claims;
    private final ObjectStore store;
    private final SinkObjects objects;
    private final StoreCalls calls;
    private final Telemetry telemetry;

    RowStore(
            Kernel kernel,
            Ids ids,
            Claims claims,
            ObjectStore store,
            SinkObjects objects,
            StoreCalls calls,
            Telemetry telemetry) {
        this.kernel = kernel;
        this.ids = ids;
        this.claims = claims;
        this.store = store;
        this.objects = objects;
        this.calls = calls;
        this.telemetry = telemetry;
    }

    /** The verdicts on all entries of {@code work}, by sequence. */
    Verdicts store(Work.StoreRows work, Cancellation cancellation) {
        Round round = new Round(work, cancellation);
        while (!round.open.isEmpty()) {
            if (cancellation.isCancelled()) {
                round.decideAll(new Verdict.LetGo(Verdict.Cause.STOPPING));
            } else if (!work.lease().live()) {
                round.decideAll(new Verdict.LetGo(Verdict.Cause.LEASE));
            } else {
                round.run();
            }
        }
        return round.verdicts;
    }

    /** One batch on its way. A round that loses its claim leaves some entries open, for a round with a new claim. */
    private final class Round {

        private final Work.StoreRows work;
        private final Cancellation cancellation;
        private final String folder;
        private final Verdicts verdicts = new Verdicts();
        private final List<Entry> open;
        private final long begunNanos = kernel.nanoTime();

        Round(Work.StoreRows work, Cancellation cancellation) {
            this.work = work;
            this.cancellation = cancellation;
            this.folder = objects.folder(work.partition());
            this.open = new ArrayList<>(work.entries());
        }

        void run() {
            String id = ids.next();
            byte[] body = encode(id);
            if (open.isEmpty()) {
                return;
            }
            String key = objects.rowsKey(work.partition(), id);
            List<Long> sequences = sequences();
            switch (claims.stake(Intent.Kind.STORE, id, key, folder, sequences, work.lease(), cancellation)) {
                case Staked.Failed(Verdict verdict) -> decideAll(verdict);
                case Staked.Held held -> write(held, body);
            }
        }

        private void write(Staked.Held held, byte[] body) {
            int before = open.size();
            if (dropSettled(held)) {
                // The claim covers a dead message, so it must not become fact: go on under a new one.
                claims.settled(held.claim(), new Fate.Fenced());
                return;
            }
            byte[] remaining =
                    open.size() == before ? body : encode(held.claim().id());
            if (open.isEmpty() || !work.lease().live()) {
                claims.settled(held.claim(), new Fate.Fenced());
                return;
            }
            NewObject object = objects.rows(
                    held.claim().objectKey(), remaining, held.claim().id());
            Result<Boolean> written = calls.untilDecided(
                    deadline -> StoreCalls.put(store.putIfAbsent(object, deadline)), work.lease(), cancellation);
            switch (written) {
                case Result.Decided<Boolean>(Boolean ours) -> {
                    if (ours) {
                        stored(held.claim(), remaining.length);
                    } else {
                        found(held.claim(), remaining.length);
                    }
                }
                case Result.GivenUp<Boolean>(Verdict.Cause cause, String detail, boolean ambiguous) -> {
                    if (!ambiguous) {
                        claims.settled(held.claim(), new Fate.Fenced());
                    }
                    decideAll(Claims.failed(cause, detail));
                }
            }
        }

        /** Decides what earlier claims or the ack floor have settled; true when one of those messages is dead. */
        private boolean dropSettled(Staked.Held held) {
            boolean dead = false;
            if (held.settled().isEmpty() && open.getFirst().sequence() > held.floor()) {
                return false;
            }
            for (Entry entry : open) {
                Fate fate = held.settled().get(entry.sequence());
                if (fate instanceof Fate.Dead(Reason reason, String detail)) {
                    decide(entry, new Verdict.GiveUp(reason, detail));
                    dead = true;
                } else if (fate instanceof Fate.Stored) {
                    decide(entry, new Verdict.Durable(false));
                } else if (entry.sequence() <= held.floor()) {
                    decide(entry, new Verdict.LetGo(Verdict.Cause.SETTLED_ELSEWHERE));
                }
            }
            closeDecided();
            return dead;
        }

        private void stored(Claim claim, int bytes) {
            claims.settled(claim, new Fate.Stored());
            telemetry.fileWritten(open.size(), bytes);
            telemetry.batchFlushed(work.cause(), open.size(), Duration.ofNanos(kernel.nanoTime() - begunNanos));
            decideAll(new Verdict.Durable(true));
        }

        /** Something is at our key already: an earlier attempt of ours, or a fence. */
        private void found(Claim claim, int bytes) {
            switch (claims.fateAtKey(claim, work.lease(), cancellation)) {
                case Result.GivenUp<Fate>(Verdict.Cause cause, String detail, boolean _) ->
                    decideAll(Claims.failed(cause, detail));
                case Result.Decided<Fate>(Fate.Stored _) -> stored(claim, bytes);
                case Result.Decided<Fate>(Fate _) -> fenced(claim);
            }
        }

        private void fenced(Claim claim) {
            telemetry.fenceMet();
            switch (claims.coveredLater(claim, sequences(), folder)) {
                case Answer.Unavailable<List<Long>>(String detail) ->
                    decideAll(new Verdict.Retry(Verdict.Cause.STREAM, detail));
                case Answer.Known<List<Long>>(List<Long> taken) -> {
                    TreeSet<Long> lost = new TreeSet<>(taken);
                    for (Entry entry : open) {
                        if (lost.contains(entry.sequence())) {
                            decide(entry, new Verdict.LetGo(Verdict.Cause.SETTLED_ELSEWHERE));
                        }
                    }
                    closeDecided();
                }
            }
        }

        /** Encodes the open entries; those that cannot be encoded are decided and no longer open. */
        private byte[] encode(String id) {
            while (!open.isEmpty()) {
                try {
                    return objects.encode(open, id);
                } catch (UnencodableRowException e) {
                    giveUp(open.get(e.index()), e);
                    closeDecided();
                } catch (RuntimeException | StackOverflowError e) {
                    isolate(id, e);
                }
            }
            return new byte[0];
        }

        /**
         * Finds the entries that cannot be encoded even alone. Of all errors only a stack that is too short is looked into:
         * it is the doing of one row's shape, the others say something about the process.
         */
        private void isolate(String id, Throwable failure) {
            int before = open.size();
            for (Entry entry : open) {
                try {
                    objects.encode(List.of(entry), id);
                } catch (RuntimeException | StackOverflowError e) {
                    giveUp(entry, e);
                }
            }
            closeDecided();
            if (open.size() == before) {
                LOG.atError().setCause(failure).log("a batch cannot be encoded although each of its rows can");
                decideAll(new Verdict.Retry(Verdict.Cause.PARTITION, "encoding failed: " + failure));
            }
        }

        private void giveUp(Entry entry, Throwable failure) {
            LOG.atError()
                    .addKeyValue("sequence", entry.sequence())
                    .setCause(failure)
                    .log("a row cannot be encoded");
            decide(entry, new Verdict.GiveUp(Reason.UNPROCESSABLE, "cannot be encoded: " + detail(failure)));
        }

        private static String detail(Throwable failure) {
            String message = failure.getMessage();
            return message == null ? failure.getClass().getSimpleName() : message;
        }

        private List<Long> sequences() {
            return open.stream().map(Entry::sequence).toList();
        }

        private void decide(Entry entry, Verdict verdict) {
            verdicts.decide(entry.sequence(), verdict);
        }

        private void closeDecided() {
            open.removeIf(entry -> verdicts.isDecidedAlone(entry.sequence()));
        }

        /** Decides all that is open; afterwards nothing is. */
        void decideAll(Verdict verdict) {
            verdicts.decideOthers(verdict);
            open.clear();
        }
    }
}
