package dev.causality.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.ObjectStore.PutOutcome;
import dev.causality.ports.ObjectStore.StoreFailure;
import dev.causality.sink.core.StoreCalls.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreCallsTest {

    private static final PutOutcome WRITTEN = new PutOutcome.Written();
    private static final PutOutcome REFUSED = new PutOutcome.Refused(StoreFailure.SERVER_ERROR, "away");
    private static final ObjectStore.NewObject ROWS = new ObjectStore.NewObject("rows", new byte[0], "", Map.of());

    private final Kernel kernel = Kernels.jdk();
    private final CancellationSource stopping = kernel.newCancellation();
    private final Lease lease = new Lease(kernel, Duration.ofMinutes(10), kernel.nanoTime());
    private final Health health = new Health(kernel);

    @AfterEach
    void stop() {
        stopping.cancel();
    }

    @Test
    void b6_an_outage_that_begins_while_a_call_pauses_is_waited_for() {
        ScriptedStore store = new ScriptedStore();
        StoreGate gate = gate(store);
        store.onRows = attempt -> attempt == 1 ? REFUSED : WRITTEN;
        // The first probe finds the store at work; before its answer is in, another task's probe finds it gone.
        store.onProbe = attempt -> {
            if (attempt == 1) {
                assertThat(gate.worksOtherwise()).isFalse();
                assertThat(gate.isOpen()).isFalse();
                return WRITTEN;
            }
            return attempt <= 4 ? REFUSED : WRITTEN;
        };

        Result<Boolean> result = put(store, gate, Duration.ofMinutes(10));

        assertThat(result).isEqualTo(new Result.Decided<>(true));
        assertThat(store.rows).hasValue(2);
    }

    @Test
    void b6_a_store_that_comes_and_goes_is_not_given_up_before_the_budget() {
        ScriptedStore store = new ScriptedStore();
        StoreGate gate = gate(store);
        // Whenever the store seems to be back it has gone again by the next attempt: away, back, away, back.
        store.onRows = attempt -> attempt <= 6 ? REFUSED : WRITTEN;
        store.onProbe = attempt -> attempt % 2 == 1 ? REFUSED : WRITTEN;

        assertThat(put(store, gate, Duration.ofMinutes(10))).isEqualTo(new Result.Decided<>(true));
    }

    @Test
    void b6_a_store_that_stays_away_is_given_up_when_the_budget_is_used_up() {
        ScriptedStore store = new ScriptedStore();
        StoreGate gate = gate(store);
        store.onRows = _ -> REFUSED;
        store.onProbe = _ -> REFUSED;
        Duration budget = Duration.ofMillis(700);
        Deadline earliest = kernel.deadlineIn(budget);

        Result<Boolean> result = put(store, gate, budget);

        assertThat(result).isEqualTo(new Result.GivenUp<>(Verdict.Cause.OUTAGE, "SERVER_ERROR: away", false));
        assertThat(earliest.passed(kernel)).isTrue();
    }

    private StoreGate gate(ObjectStore store) {
        return new StoreGate(kernel, store, "probe", Duration.ofSeconds(1), health, stopping);
    }

    private Result<Boolean> put(ObjectStore store, StoreGate gate, Duration budget) {
        StoreCalls calls =
                new StoreCalls(kernel, gate, Changes.outageBudget(budget).apply(SinkWorld.config()));
        return calls.untilDecided(
                deadline -> StoreCalls.put(store.putIfAbsent(ROWS, deadline)), lease, Cancellation.NEVER);
    }

    /** Answers each PUT as a script says, by how many there have been: those of rows, and those of the probe. */
    private static final class ScriptedStore implements ObjectStore {

        private final AtomicInteger rows = new AtomicInteger();
        private final AtomicInteger probes = new AtomicInteger();
        private volatile IntFunction<PutOutcome> onRows = _ -> WRITTEN;
        private volatile IntFunction<PutOutcome> onProbe = _ -> WRITTEN;

        @Override
        public PutOutcome putIfAbsent(NewObject object, Deadline deadline) {
            return onRows.apply(rows.incrementAndGet());
        }

        @Override
        public PutOutcome put(NewObject object, Deadline deadline) {
            return onProbe.apply(probes.incrementAndGet());
        }

        @Override
        public StoreAnswer<Optional<ObjectHead>> head(String key, Deadline deadline) {
            return new StoreAnswer.Known<>(Optional.empty());
        }

        @Override
        public StoreAnswer<Optional<StoredObject>> get(String key, Deadline deadline) {
            return new StoreAnswer.Known<>(Optional.empty());
        }

        @Override
        public StoreAnswer<List<String>> list(String prefix, String startAfter, int limit, Deadline deadline) {
            return new StoreAnswer.Known<>(List.of());
        }
    }
}
