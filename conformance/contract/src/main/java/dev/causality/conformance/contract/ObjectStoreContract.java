package dev.causality.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Task;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.ObjectStore.ObjectHead;
import dev.causality.ports.ObjectStore.PutOutcome;
import dev.causality.ports.ObjectStore.StoreAnswer;
import dev.causality.ports.ObjectStore.StoreFailure;
import dev.causality.ports.ObjectStore.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} must do. */
public abstract class ObjectStoreContract {

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Where it is played. */
    protected abstract Stage<ObjectStore> stage();

    private interface Body {
        void run(Kernel kernel, ObjectStore store, String prefix) throws Exception;
    }

    private void with(Body body) throws Exception {
        stage().play((kernel, store) -> body.run(kernel, store, "contract-" + NAMES.incrementAndGet() + "/"));
    }

    private static Deadline soon(Kernel kernel) {
        return kernel.deadlineIn(SOON);
    }

    private static NewObject object(String key, String body) {
        return new NewObject(key, body.getBytes(StandardCharsets.UTF_8), "text/plain", new TreeMap<>());
    }

    @Test
    void os01_an_object_is_read_back_with_its_body_and_metadata() throws Exception {
        with((kernel, store, prefix) -> {
            byte[] body = "0123456789\r\n\u0000".repeat(8_000).getBytes(StandardCharsets.UTF_8);
            Map<String, String> metadata = new TreeMap<>(Map.of("causality-intent", "id-1", "rows", "17"));
            NewObject object =
                    new NewObject(prefix + "year=2026/a b.parquet", body, "application/vnd.apache.parquet", metadata);

            assertThat(store.putIfAbsent(object, soon(kernel))).isEqualTo(new PutOutcome.Written());

            StoredObject stored = present(store.get(object.key(), soon(kernel)));
            assertThat(stored.body()).isEqualTo(body);
            assertThat(stored.metadata()).isEqualTo(metadata);
            assertThat(present(store.head(object.key(), soon(kernel))))
                    .isEqualTo(new ObjectHead(body.length, metadata));
        });
    }

    @Test
    void os02_a_put_that_may_only_create_leaves_what_is_there() throws Exception {
        with((kernel, store, prefix) -> {
            store.putIfAbsent(object(prefix + "once", "first"), soon(kernel));

            assertThat(store.putIfAbsent(object(prefix + "once", "second"), soon(kernel)))
                    .isEqualTo(new PutOutcome.AlreadyExists());
            assertThat(text(store.get(prefix + "once", soon(kernel)))).isEqualTo("first");
        });
    }

    @Test
    void os03_a_plain_put_writes_over_what_is_there() throws Exception {
        with((kernel, store, prefix) -> {
            store.put(object(prefix + "again", "first"), soon(kernel));

            assertThat(store.put(object(prefix + "again", "second"), soon(kernel)))
                    .isEqualTo(new PutOutcome.Written());
            assertThat(text(store.get(prefix + "again", soon(kernel)))).isEqualTo("second");
        });
    }

    @Test
    void os04_an_absent_object_is_known_to_be_absent() throws Exception {
        with((kernel, store, prefix) -> {
            assertThat(store.head(prefix + "nowhere", soon(kernel)))
                    .isEqualTo(new StoreAnswer.Known<>(Optional.empty()));
            assertThat(store.get(prefix + "nowhere", soon(kernel)))
                    .isEqualTo(new StoreAnswer.Known<>(Optional.empty()));
        });
    }

    @Test
    void os05_an_empty_object_is_an_object() throws Exception {
        with((kernel, store, prefix) -> {
            assertThat(store.putIfAbsent(object(prefix + "empty", ""), soon(kernel)))
                    .isEqualTo(new PutOutcome.Written());

            assertThat(present(store.get(prefix + "empty", soon(kernel))).body())
                    .isEmpty();
            assertThat(present(store.head(prefix + "empty", soon(kernel))).size())
                    .isZero();
        });
    }

    @Test
    void os06_a_listing_has_the_keys_of_the_prefix_in_order_after_the_given_one_up_to_its_limit() throws Exception {
        with((kernel, store, prefix) -> {
            for (int i : new int[] {3, 1, 6, 0, 5, 2, 4}) {
                store.put(object(prefix + "listed/" + i, "x"), soon(kernel));
            }
            store.put(object(prefix + "listee", "x"), soon(kernel));
            String folder = prefix + "listed/";

            assertThat(store.list(folder, "", 3, soon(kernel)))
                    .isEqualTo(new StoreAnswer.Known<>(List.of(folder + "0", folder + "1", folder + "2")));
            assertThat(store.list(folder, folder + "4", 100, soon(kernel)))
                    .isEqualTo(new StoreAnswer.Known<>(List.of(folder + "5", folder + "6")));
            assertThat(store.list(prefix + "nothing/", "", 3, soon(kernel)))
                    .isEqualTo(new StoreAnswer.Known<>(List.of()));
        });
    }

    @Test
    void os07_of_many_puts_at_once_that_may_only_create_exactly_one_is_written() throws Exception {
        with((kernel, store, prefix) -> {
            int writers = 12;
            List<PutOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                String text = "writer " + i;
                tasks.add(kernel.start(
                        text, () -> outcomes.add(store.putIfAbsent(object(prefix + "raced", text), soon(kernel)))));
            }
            tasks.forEach(task -> assertThat(task.join(soon(kernel))).isTrue());

            assertThat(outcomes).hasSize(writers);
            assertThat(outcomes.stream().filter(new PutOutcome.Written()::equals))
                    .hasSize(1);
            assertThat(outcomes)
                    .allMatch(outcome -> outcome instanceof PutOutcome.Written
                            || outcome instanceof PutOutcome.AlreadyExists
                            || (outcome instanceof PutOutcome.Refused refused
                                    && refused.failure() == StoreFailure.CONFLICT));
        });
    }

    @Test
    void os08_nothing_is_written_when_the_deadline_had_passed() throws Exception {
        with((kernel, store, prefix) -> {
            PutOutcome outcome = store.putIfAbsent(object(prefix + "late", "x"), kernel.deadlineIn(Duration.ZERO));

            assertThat(outcome).isInstanceOf(PutOutcome.Refused.class);
            assertThat(store.head(prefix + "late", soon(kernel))).isEqualTo(new StoreAnswer.Known<>(Optional.empty()));
        });
    }

    @Test
    void os09_an_object_is_seen_by_all_as_soon_as_its_put_is_answered() throws Exception {
        with((kernel, store, prefix) -> {
            for (int i = 0; i < 10; i++) {
                String key = prefix + "seen/" + i;
                store.putIfAbsent(object(key, "x" + i), soon(kernel));

                assertThat(text(store.get(key, soon(kernel)))).isEqualTo("x" + i);
                assertThat(store.list(key, "", 2, soon(kernel))).isEqualTo(new StoreAnswer.Known<>(List.of(key)));
            }
        });
    }

    private static String text(StoreAnswer<Optional<StoredObject>> answer) {
        return new String(present(answer).body(), StandardCharsets.UTF_8);
    }

    private static <T> T present(StoreAnswer<Optional<T>> answer) {
        assertThat(answer).isInstanceOf(StoreAnswer.Known.class);
        Optional<T> value = ((StoreAnswer.Known<Optional<T>>) answer).value();
        assertThat(value).isPresent();
        return value.orElseThrow();
    }
}
