package dev.causality.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BoundedQueueTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PRODUCERS = 4;
    private static final int CONSUMERS = 3;
    private static final int EACH = 20_000;

    private final Kernel kernel = Kernels.jdk();
    private final CancellationSource never = kernel.newCancellation();

    private record Item(int producer, int number) {}

    @Test
    void elements_come_out_in_the_order_in_which_they_went_in() {
        BoundedQueue<Integer> queue = kernel.newQueue(3);

        assertThat(IntStream.range(0, 5).mapToObj(queue::offer)).containsExactly(true, true, true, false, false);

        assertThat(queue.size()).isEqualTo(3);
        assertThat(List.of(queue.poll(), queue.poll(), queue.poll(), queue.poll()))
                .containsExactly(Optional.of(0), Optional.of(1), Optional.of(2), Optional.empty());
    }

    @Test
    void waiting_ends_at_the_deadline() {
        BoundedQueue<Integer> queue = kernel.newQueue(1);

        assertThat(queue.poll(kernel.deadlineIn(Duration.ofMillis(5)), never)).isEmpty();
        assertThat(queue.put(1, kernel.deadlineIn(Duration.ZERO), never)).isTrue();
        assertThat(queue.put(2, kernel.deadlineIn(Duration.ofMillis(5)), never)).isFalse();
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void a_cancellation_wakes_those_who_wait_at_either_end() {
        BoundedQueue<Integer> full = kernel.newQueue(1);
        BoundedQueue<Integer> empty = kernel.newQueue(1);
        full.offer(1);
        CancellationSource source = kernel.newCancellation();
        List<Task> waiting = List.of(
                kernel.start(
                        "put",
                        () -> assertThat(full.put(2, Deadline.NEVER, source)).isFalse()),
                kernel.start(
                        "poll",
                        () -> assertThat(empty.poll(Deadline.NEVER, source)).isEmpty()));

        source.cancel();

        assertAllEndWell(waiting);
        assertThat(full.size()).isEqualTo(1);
    }

    @Test
    void a_queue_without_room_for_anything_is_refused() {
        assertThatThrownBy(() -> kernel.newQueue(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void under_stress_each_element_comes_out_once_and_in_the_order_of_its_producer() {
        BoundedQueue<Item> queue = kernel.newQueue(7);
        CancellationSource done = kernel.newCancellation();
        List<ConcurrentLinkedQueue<Item>> taken = new ArrayList<>();
        List<Task> consumers = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++) {
            ConcurrentLinkedQueue<Item> mine = new ConcurrentLinkedQueue<>();
            taken.add(mine);
            consumers.add(kernel.start("consumer", () -> drain(queue, done, mine)));
        }
        List<Task> producers = IntStream.range(0, PRODUCERS)
                .mapToObj(producer -> kernel.start("producer", () -> produce(queue, producer)))
                .toList();

        assertAllEndWell(producers);
        done.cancel();
        assertAllEndWell(consumers);

        assertThat(taken.stream().mapToInt(ConcurrentLinkedQueue::size).sum()).isEqualTo(PRODUCERS * EACH);
        assertThat(taken.stream().flatMap(ConcurrentLinkedQueue::stream)).doesNotHaveDuplicates();
        taken.forEach(BoundedQueueTest::assertInOrder);
    }

    private void produce(BoundedQueue<Item> queue, int producer) {
        for (int number = 0; number < EACH; number++) {
            Item item = new Item(producer, number);
            while (!queue.put(item, kernel.deadlineIn(Duration.ofNanos(50_000)), never)) {
                Thread.onSpinWait();
            }
        }
    }

    /** Once cancelled, takes what is left and ends. */
    private static void drain(BoundedQueue<Item> queue, Cancellation done, ConcurrentLinkedQueue<Item> taken) {
        Optional<Item> item = queue.poll(Deadline.NEVER, done);
        while (item.isPresent()) {
            taken.add(item.get());
            item = queue.poll(Deadline.NEVER, done);
        }
    }

    private static void assertInOrder(Iterable<Item> items) {
        int[] last = IntStream.generate(() -> -1).limit(PRODUCERS).toArray();
        for (Item item : items) {
            assertThat(item.number()).isGreaterThan(last[item.producer()]);
            last[item.producer()] = item.number();
        }
    }

    private void assertAllEndWell(List<Task> tasks) {
        for (Task task : tasks) {
            assertThat(task.join(kernel.deadlineIn(PATIENCE)))
                    .as(task.toString())
                    .isTrue();
            assertThat(task.failure()).isEmpty();
        }
    }
}
