package dev.causality.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.causality.deadletters.DeadLetter;
import dev.causality.deadletters.EntryReader;
import dev.causality.internal.v1.Intent;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Header;
import dev.causality.ports.ObjectStore.PutOutcome;
import dev.causality.ports.ObjectStore.StoreFailure;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.WarehouseEncoder;
import dev.causality.sink.config.SinkConfig;
import dev.causality.testservers.RawPublisher;
import dev.causality.testservers.S3Server;
import dev.causality.v1.EventEnvelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarehouseSinkTest {

    private static S3Server s3;

    private SinkWorld world;
    private final List<WarehouseSink> sinks = new ArrayList<>();

    @BeforeAll
    static void startStore() {
        s3 = S3Server.start();
    }

    @AfterAll
    static void stopStore() {
        s3.close();
    }

    @BeforeEach
    void openWorld() {
        String bucket = "sink-" + UUID.randomUUID();
        s3.createBucket(bucket);
        world = new SinkWorld(s3, bucket);
    }

    @AfterEach
    void closeWorld() throws Exception {
        world.store.heal();
        for (WarehouseSink sink : sinks) {
            sink.stop(world.in(Duration.ofSeconds(5)));
        }
        world.close();
    }

    private WarehouseSink sink() {
        return sink(UnaryOperator.identity());
    }

    private WarehouseSink sink(UnaryOperator<SinkConfig> change) {
        WarehouseSink sink = world.sink(change);
        sinks.add(sink);
        return sink;
    }

    private WarehouseSink sink(SilentStreams streams) {
        WarehouseSink sink = world.sink(UnaryOperator.identity(), SinkWorld.encoder(), streams);
        sinks.add(sink);
        return sink;
    }

    @Test
    void b2_every_event_of_several_apps_is_stored_once() {
        List<Long> published = new ArrayList<>();
        for (int app = 0; app < 7; app++) {
            published.addAll(world.publish("app" + app, 300));
        }

        sink();
        sink();
        world.awaitQuiet();

        assertThat(world.rows())
                .containsExactlyElementsOf(published.stream().sorted().toList());
        assertThat(world.deadLetters()).isEmpty();
    }

    @Test
    void b2_intents_that_no_sink_has_made_are_passed_over() {
        WarehouseSink sink = sink();
        world.publish("shop", 10);
        world.awaitQuiet();

        world.publishIntent(Intent.newBuilder().setKind(Intent.Kind.STORE));
        world.publishIntent(Intent.newBuilder().setSequences(ByteString.copyFrom(new byte[] {0, 0})));
        world.publish("shop", 10);
        world.awaitQuiet();

        assertThat(sink.failure()).isEmpty();
        assertThat(world.rows()).hasSize(20);
    }

    @Test
    void b1_nothing_is_acknowledged_while_its_object_is_not_durable() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        world.store.onPut((object, put) -> {
            if (object.key().endsWith(".parquet")) {
                reached.countDown();
                awaitLatch(release);
            }
            return put.get();
        });
        world.publish("shop", 10);
        sink();

        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(world.consumer().ackFloor()).isZero();
        assertThat(world.consumer().ackPending()).isEqualTo(10);
        release.countDown();
        world.awaitQuiet();
        assertThat(world.rows()).hasSize(10);
    }

    @Test
    void b5_a_batch_that_takes_longer_than_the_ack_wait_is_delivered_once() {
        AtomicInteger puts = new AtomicInteger();
        world.store.onPut((object, put) -> {
            if (object.key().endsWith(".parquet") && puts.getAndIncrement() == 0) {
                pause(SinkWorld.ACK_WAIT.multipliedBy(3));
            }
            return put.get();
        });
        world.publish("shop", 10);
        sink();
        world.awaitQuiet();

        assertThat(world.rows()).hasSize(10);
        assertThat(world.deliveries()).isEqualTo(10);
    }

    @Test
    void b6_an_outage_of_several_ack_waits_redelivers_and_buries_nothing() {
        world.store.onPut((_, _) -> new PutOutcome.Refused(StoreFailure.SERVER_ERROR, "away"));
        List<Long> published = world.publish("shop", 50);
        WarehouseSink sink = sink();
        Awaitility.await()
                .atMost(SinkWorld.PATIENCE)
                .until(() -> sink.notReady().isPresent());
        pause(SinkWorld.ACK_WAIT.multipliedBy(4));

        world.store.heal();
        world.awaitQuiet();

        assertThat(world.rows()).containsExactlyElementsOf(published);
        assertThat(world.deliveries()).isEqualTo(50);
        assertThat(world.deadLetters()).isEmpty();
        Awaitility.await()
                .atMost(SinkWorld.PATIENCE)
                .until(() -> sink.notReady().isEmpty());
    }

    @Test
    void b3_a_partition_that_fails_alone_delays_no_other_and_ends_in_the_dead_letters() {
        world.store.onPut((object, put) -> object.key().contains("app_id=broken/")
                ? new PutOutcome.Refused(StoreFailure.ACCESS_DENIED, "not here")
                : put.get());
        List<Long> broken = world.publish("broken", 20);
        List<Long> healthy = world.publish("healthy", 400);
        sink();

        Awaitility.await()
                .atMost(SinkWorld.PATIENCE)
                .untilAsserted(() -> assertThat(world.rows()).containsExactlyElementsOf(healthy));
        world.awaitQuiet();

        assertThat(world.rows()).containsExactlyElementsOf(healthy);
        assertThat(deadSequences()).containsExactlyInAnyOrderElementsOf(broken);
        assertThat(world.deadLetters())
                .allSatisfy(letter ->
                        assertThat(SinkWorld.header(letter, "X-DLQ-Reason")).contains("partition_failed"));
    }

    @Test
    void b3_many_messages_that_have_to_be_tried_alone_stop_no_other_partition() {
        world.store.onPut((object, put) -> object.key().contains("app_id=broken/")
                ? new PutOutcome.Refused(StoreFailure.ACCESS_DENIED, "not here")
                : put.get());
        List<Long> broken = world.publish("broken", 1_500);
        sink(Changes.maxAckPending(100_000));
        Awaitility.await()
                .atMost(SinkWorld.PATIENCE)
                .until(() -> !world.list("dlq/").isEmpty());

        List<Long> healthy = world.publish("healthy", 5);

        Awaitility.await()
                .atMost(SinkWorld.PATIENCE)
                .untilAsserted(() -> assertThat(world.rows()).containsExactlyElementsOf(healthy));
        world.awaitQuiet();
        assertThat(deadSequences()).containsExactlyInAnyOrderElementsOf(broken);
    }

    @Test
    void b2_messages_that_had_to_be_tried_alone_end_once_each_when_their_partition_heals() {
        world.store.onPut((object, put) -> object.key().contains("app_id=broken/")
                ? new PutOutcome.Refused(StoreFailure.ACCESS_DENIED, "not here")
                : put.get());
        List<Long> broken = world.publish("broken", 300);
        sink(Changes.maxAckPending(100_000));
        Awaitility.await()
                .atMost(SinkWorld.PATIENCE)
                .until(() -> !world.list("dlq/").isEmpty());

        world.store.heal();

        world.awaitQuiet();
        List<Long> ended = new ArrayList<>(world.rows());
        ended.addAll(deadSequences());
        assertThat(ended).containsExactlyInAnyOrderElementsOf(broken);
    }

    @Test
    void b3_what_is_held_for_a_failing_partition_leaves_room_for_the_others() {
        CountDownLatch release = new CountDownLatch(1);
        world.store.onPut((object, put) -> object.key().contains("app_id=broken/")
                ? new PutOutcome.Refused(StoreFailure.ACCESS_DENIED, "not here")
                : put.get());
        List<Long> published = new ArrayList<>(world.publish("broken", 1));
        sink(Changes.bufferBytes(4L << 20));
        Awaitility.await().atMost(SinkWorld.PATIENCE).until(() -> world.deliveries() >= 2);
        world.store.onPut((object, put) -> {
            if (object.key().contains("app_id=broken/")) {
                awaitLatch(release);
            }
            return put.get();
        });
        byte[] huge = world.event("broken")
                .setScreenView(dev.causality.v1.ScreenView.newBuilder().setScreenName("x".repeat(200_000)))
                .build()
                .toByteArray();
        for (int i = 0; i < 60; i++) {
            published.add(world.publishRaw("broken", huge));
        }

        List<Long> healthy = world.publish("healthy", 20);

        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(world.rows()).containsExactlyElementsOf(healthy));
        release.countDown();
        published.addAll(healthy);
        world.awaitQuiet();
        assertThat(world.rows()).containsExactlyElementsOf(published);
    }

    @Test
    void b4_a_flood_of_poison_that_cannot_be_buried_yet_blocks_no_neighbour() {
        CountDownLatch release = new CountDownLatch(1);
        world.store.onPut((object, put) -> {
            if (object.key().startsWith("dlq/")) {
                awaitLatch(release);
            }
            return put.get();
        });
        List<Long> poison = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            poison.add(world.publishRaw("shop", SinkWorld.bytes(0xff, 0xff, 0xff, i & 0x7f)));
        }
        List<Long> healthy = world.publish("shop", 5);
        sink(Changes.maxAckPending(100_000));

        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(world.rows()).containsExactlyElementsOf(healthy));

        release.countDown();
        world.awaitQuiet();
        assertThat(deadSequences()).containsExactlyInAnyOrderElementsOf(poison);
        assertThat(world.deliveries()).isEqualTo(1_505);
    }

    @Test
    void b4_poison_is_buried_once_with_its_bytes_and_its_neighbours_are_stored() {
        List<Long> good = new ArrayList<>(world.publish("shop", 5));
        byte[] garbage = SinkWorld.bytes(0xff, 0xff, 0xff, 0x01, 0x02);
        long undecodable = world.publishRaw("shop", garbage);
        long empty = world.publishRaw("shop", new byte[0]);
        long invalid = world.publishRaw(
                "shop", EventEnvelope.newBuilder().setAppId("no device").build().toByteArray());
        good.addAll(world.publish("shop", 5));

        sink();
        sink();
        world.awaitQuiet();

        assertThat(world.rows()).containsExactlyElementsOf(good);
        assertThat(deadSequences()).containsExactlyInAnyOrder(undecodable, empty, invalid);
        assertThat(letter(undecodable).payload()).isEqualTo(garbage);
        assertThat(world.deliveries()).isEqualTo(13);
    }

    @Test
    void b4_poison_with_headers_and_a_subject_that_no_client_would_write_is_buried_with_them() {
        List<Long> good = new ArrayList<>(world.publish("shop", 5));
        long odd = good.getLast() + 1;
        String headers = "NATS/1.0\r\nName: caf\u00c3\u00a9\r\n\r\n";
        RawPublisher.publish(world.nats.url(), "events.caf\u00c3\u00a9.screen.view", headers, "poison");
        good.addAll(world.publish("shop", 5));

        sink();
        world.awaitQuiet();

        assertThat(world.rows()).containsExactlyElementsOf(good);
        assertThat(deadSequences()).containsExactly(odd);
        DeadLetter buried = EntryReader.read(letter(odd)).orElseThrow().letter();
        assertThat(buried.subject()).isEqualTo("events.caf\u00e9.screen.view");
        assertThat(buried.headers()).containsExactly(new Header("Name", "caf\u00c3\u00a9"));
        assertThat(world.deliveries()).isEqualTo(11);
    }

    @Test
    void b4_a_bug_that_throws_on_one_row_isolates_that_row() {
        List<Long> published = world.publish("shop", 20);
        long cursed = published.get(7);
        WarehouseSink sink = world.sink(UnaryOperator.identity(), new BrokenEncoder(SinkWorld.encoder(), cursed));
        sinks.add(sink);
        world.awaitQuiet();

        assertThat(deadSequences()).containsExactly(cursed);
        assertThat(world.rows())
                .containsExactlyElementsOf(published.stream()
                        .filter(sequence -> sequence != cursed)
                        .toList());
        assertThat(sink.failure()).isEmpty();
    }

    @Test
    void b7_a_put_that_commits_after_everybody_gave_it_up_stores_no_row_twice() {
        AtomicInteger puts = new AtomicInteger();
        List<Runnable> late = new ArrayList<>();
        List<PutOutcome> outcomes = new ArrayList<>();
        world.store.onPut((object, put) -> {
            if (object.key().endsWith(".parquet") && puts.getAndIncrement() == 0) {
                synchronized (late) {
                    late.add(() -> outcomes.add(put.get()));
                }
                return new PutOutcome.Unknown(StoreFailure.TIMEOUT, "no answer");
            }
            if (object.key().endsWith(".parquet") && puts.get() < 5) {
                puts.incrementAndGet();
                return new PutOutcome.Unknown(StoreFailure.TIMEOUT, "no answer");
            }
            return put.get();
        });
        List<Long> published = world.publish("shop", 30);
        sink();
        world.awaitQuiet();

        synchronized (late) {
            late.forEach(Runnable::run);
        }

        assertThat(outcomes).hasSize(1);
        assertThat(puts.get()).isGreaterThanOrEqualTo(5);
        assertThat(world.rows()).containsExactlyElementsOf(published);
    }

    @Test
    void b7_a_sink_paused_before_its_put_and_one_that_took_over_store_no_row_twice() throws Exception {
        CountDownLatch paused = new CountDownLatch(1);
        CountDownLatch resume = new CountDownLatch(1);
        AtomicInteger puts = new AtomicInteger();
        world.store.onPut((object, put) -> {
            if (object.key().endsWith(".parquet") && puts.getAndIncrement() == 0) {
                paused.countDown();
                awaitLatch(resume);
            }
            return put.get();
        });
        List<Long> published = world.publish("shop", 30);
        SilentStreams silent = new SilentStreams(world.connect());
        WarehouseSink first = sink(silent);
        assertThat(paused.await(30, TimeUnit.SECONDS)).isTrue();
        silent.silence();

        sink();
        world.awaitQuiet();
        resume.countDown();
        Awaitility.await()
                .atMost(SinkWorld.PATIENCE)
                .until(() -> first.stop(world.in(Duration.ofSeconds(5))).isEmpty());

        assertThat(world.rows()).containsExactlyElementsOf(published);
        assertThat(world.deadLetters()).isEmpty();
    }

    @Test
    void b8_a_stop_stores_what_is_held_and_leaves_nothing_to_be_delivered_again() {
        List<Long> published = world.publish("shop", 200);
        WarehouseSink sink = sink(Changes.flushAfter(Duration.ofMinutes(5)));
        Awaitility.await()
                .atMost(SinkWorld.PATIENCE)
                .until(() -> world.consumer().pending() == 0);

        assertThat(sink.stop(world.in(Duration.ofSeconds(20)))).isEmpty();

        assertThat(world.rows()).containsExactlyElementsOf(published);
        assertThat(world.consumer().ackPending()).isZero();
        assertThat(world.deliveries()).isEqualTo(200);
    }

    @Test
    void b8_a_stop_with_a_hung_store_ends_in_time_and_says_what_is_left() {
        CountDownLatch never = new CountDownLatch(1);
        world.store.onPut((_, _) -> {
            awaitLatch(never);
            return new PutOutcome.Unknown(StoreFailure.TIMEOUT, "hung");
        });
        List<Long> published = world.publish("shop", 20);
        WarehouseSink sink = sink();
        Awaitility.await()
                .atMost(SinkWorld.PATIENCE)
                .until(() -> world.consumer().pending() == 0);
        Deadline deadline = world.in(Duration.ofSeconds(4));

        assertThat(sink.stop(deadline)).isPresent();

        assertThat(deadline.passed(world.kernel)).isFalse();
        never.countDown();
        world.store.heal();
        sink();
        world.awaitQuiet();
        assertThat(world.rows()).containsExactlyElementsOf(published);
    }

    @Test
    void b9_an_event_waits_for_its_file_no_longer_than_the_flush_interval() {
        sink(Changes.flushAfter(Duration.ofSeconds(1)));

        List<Long> published = world.publish("quiet", 1);

        Awaitility.await()
                .atMost(SinkWorld.PATIENCE)
                .untilAsserted(() -> assertThat(world.rows()).containsExactlyElementsOf(published));
    }

    @Test
    void b10_what_is_held_stays_within_its_bound_while_the_store_is_slow() {
        CountDownLatch release = new CountDownLatch(1);
        world.store.onPut((object, put) -> {
            if (object.key().endsWith(".parquet")) {
                awaitLatch(release);
            }
            return put.get();
        });
        long bound = 4L << 20;
        byte[] huge = world.event("huge")
                .setScreenView(dev.causality.v1.ScreenView.newBuilder().setScreenName("x".repeat(200_000)))
                .build()
                .toByteArray();
        List<Long> published = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            published.add(world.publishRaw("huge", huge));
        }
        sink(Changes.bufferBytes(bound));
        pause(Duration.ofSeconds(3));

        assertThat(world.consumer().ackPending() * huge.length).isLessThan(2 * bound);
        release.countDown();
        world.awaitQuiet();
        assertThat(world.rows()).containsExactlyElementsOf(published);
    }

    @Test
    void b12_a_lost_connection_shows_and_is_retried_until_it_is_back() {
        List<Long> published = new ArrayList<>(world.publish("shop", 10));
        WarehouseSink sink = sink();
        world.awaitQuiet();

        world.nats.kill();
        Awaitility.await()
                .atMost(SinkWorld.PATIENCE)
                .until(() -> sink.notReady().isPresent());
        world.nats.restart();
        Awaitility.await()
                .atMost(SinkWorld.PATIENCE)
                .until(() -> sink.notReady().isEmpty());

        published.addAll(world.publish("shop", 10));
        world.awaitQuiet();
        assertThat(world.rows()).containsExactlyElementsOf(published);
        assertThat(sink.failure()).isEmpty();
    }

    @Test
    void b14_an_event_of_a_newer_schema_is_stored() {
        byte[] known = world.event("shop").clearPayload().build().toByteArray();
        byte[] newer = new byte[known.length + 5];
        System.arraycopy(known, 0, newer, 0, known.length);
        // Field 899, length-delimited, two bytes: a payload that this schema does not know.
        System.arraycopy(SinkWorld.bytes(0x9a, 0x38, 2, 0x08, 0x01), 0, newer, known.length, 5);
        long sequence = world.publishRaw("shop", newer);

        sink();
        world.awaitQuiet();

        assertThat(world.rows()).containsExactly(sequence);
        assertThat(world.deadLetters()).isEmpty();
    }

    @Test
    void a_stream_that_is_deleted_and_made_again_ends_the_sink_with_a_clear_error() {
        world.publish("shop", 10);
        WarehouseSink sink = sink();
        world.awaitQuiet();

        world.remakeEvents();

        Awaitility.await().atMost(SinkWorld.PATIENCE).until(() -> sink.failure().isPresent());
        assertThat(sink.failure().orElseThrow()).contains("CAUSALITY_EVENTS");
    }

    private List<Long> deadSequences() {
        return world.deadLetters().stream()
                .map(letter -> Long.parseLong(SinkWorld.header(letter, "X-DLQ-Sequence")))
                .toList();
    }

    private StoredMessage letter(long sequence) {
        return world.deadLetters().stream()
                .filter(letter -> SinkWorld.header(letter, "X-DLQ-Sequence").equals(Long.toString(sequence)))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody released the latch");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(Duration duration) {
        Awaitility.await().pollDelay(duration).atMost(duration.plusSeconds(30)).until(() -> true);
    }

    /** Fails on one message, like a bug would. */
    private record BrokenEncoder(WarehouseEncoder real, long cursed) implements WarehouseEncoder {

        @Override
        public byte[] encode(List<Row> rows, Map<String, String> metadata) {
            if (rows.stream().anyMatch(row -> row.sequence() == cursed)) {
                throw new IllegalStateException("a bug");
            }
            return real.encode(rows, metadata);
        }

        @Override
        public String contentType() {
            return real.contentType();
        }
    }
}
