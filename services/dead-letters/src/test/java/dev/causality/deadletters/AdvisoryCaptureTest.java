package dev.causality.deadletters;

import static dev.causality.deadletters.World.exhaust;
import static dev.causality.deadletters.World.fetch;
import static dev.causality.deadletters.World.known;
import static dev.causality.deadletters.World.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The safety net on a real server. */
final class AdvisoryCaptureTest {

    private final World world = World.start();
    private final World.Instance instance = world.instance();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void c1_a_message_that_was_exhausted_while_no_capture_ran_has_one_entry() {
        EventConsumer worker = instance.worker();
        instance.publish("poison");
        exhaust(worker, 1);
        await().until(() -> instance.advised() == 1);

        instance.capture(Settler.NOTHING_IS_STORED);

        await().until(() -> instance.captured());
        assertThat(instance.entries()).singleElement().satisfies(entry -> {
            DeadLetter letter = entry.letter();
            assertThat(entry.id()).isEqualTo(instance.origin.entryId(1));
            assertThat(letter.origin()).isEqualTo(instance.origin);
            assertThat(letter.subject()).isEqualTo("events.shop.custom.x");
            assertThat(letter.payload()).isEqualTo("poison".getBytes(UTF_8));
            assertThat(letter.headers())
                    .containsExactlyInAnyOrder(
                            new Header("Nats-Msg-Id", "shop:poison"), new Header("X-Trace", "poison"));
            assertThat(letter.deliveries()).isEqualTo(World.MAX_DELIVER);
            assertThat(letter.reason()).isEqualTo(Reason.DELIVERIES_EXHAUSTED);
            assertThat(letter.firstSeen())
                    .isEqualTo(known(() -> instance.events.read(1, soon()))
                            .orElseThrow()
                            .time());
        });
    }

    @Test
    void c1_a_message_that_its_worker_buried_and_terminated_has_one_entry_the_workers() {
        EventConsumer worker = instance.worker();
        instance.capture(Settler.NOTHING_IS_STORED);
        instance.publish("named");
        instance.publish("not named");

        List<Delivery> deliveries = fetch(worker, 2);
        for (Delivery delivery : deliveries) {
            instance.bury(delivery, Reason.UNDECODABLE, "tag 7");
        }
        worker.terminate(
                deliveries.getFirst().receipt(),
                instance.deadLetters.terminationReason(deliveries.getFirst().sequence()));
        worker.terminate(deliveries.getLast().receipt(), "for a reason of its own");

        await().until(() -> instance.advised() == 2 && instance.captured());
        assertThat(instance.entries())
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.letter().reason()).isEqualTo(Reason.UNDECODABLE));
    }

    @Test
    void c1_a_message_that_somebody_terminated_without_a_word_appears() {
        EventConsumer worker = instance.worker();
        instance.capture(Settler.NOTHING_IS_STORED);
        instance.publish("unwanted");

        worker.terminate(fetch(worker, 1).getFirst().receipt(), "not my kind of event");

        await().until(() -> instance.advised() == 1 && instance.captured());
        assertThat(instance.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.letter().reason()).isEqualTo(Reason.TERMINATED);
            assertThat(entry.letter().detail()).contains("not my kind of event");
            assertThat(entry.letter().payload()).isEqualTo("unwanted".getBytes(UTF_8));
        });
    }

    @Test
    void c1_with_several_replicas_each_message_has_one_entry_and_stored_ones_none() {
        int messages = 60;
        EventConsumer worker = instance.worker();
        Map<Long, Integer> asked = new ConcurrentHashMap<>();
        Settler everyThirdIsStored = (sequence, _, _) -> {
            asked.merge(sequence, 1, Integer::sum);
            return sequence % 3 == 0 ? Settlement.STORED : Settlement.NOT_STORED;
        };
        for (int replica = 0; replica < 3; replica++) {
            world.instance().capture(everyThirdIsStored);
        }
        for (int i = 0; i < messages; i++) {
            instance.publish("message " + i);
        }

        List<Delivery> first = fetch(worker, messages);
        for (Delivery delivery : first) {
            if (delivery.sequence() % 2 == 0) {
                worker.terminate(delivery.receipt(), "even");
            } else {
                worker.nak(delivery.receipt(), Duration.ZERO);
            }
        }
        fetch(worker, messages / 2).forEach(delivery -> worker.nak(delivery.receipt(), Duration.ZERO));
        World.fetchUpTo(worker, 1, Duration.ofMillis(300));

        await().atMost(Duration.ofSeconds(30)).until(() -> instance.advised() == messages && instance.captured());
        assertThat(instance.entries())
                .extracting(entry -> entry.letter().sequence())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, messages)
                        .filter(sequence -> sequence % 3 != 0)
                        .boxed()
                        .toList());
        assertThat(asked).hasSize(messages);
    }

    @Test
    void c1_an_advisory_is_kept_until_it_can_be_decided() {
        EventConsumer worker = instance.worker();
        AtomicInteger asked = new AtomicInteger();
        instance.capture((_, _, _) -> asked.incrementAndGet() < 3 ? Settlement.UNKNOWN_NOW : Settlement.NOT_STORED);
        instance.publish("poison");

        exhaust(worker, 1);

        await().atMost(Duration.ofSeconds(20)).until(() -> instance.advised() == 1 && instance.captured());
        assertThat(instance.entries()).hasSize(1);
        assertThat(asked).hasValue(3);
    }

    @Test
    void c1_a_server_that_is_killed_meanwhile_makes_neither_a_second_entry_nor_none() {
        int messages = 40;
        EventConsumer worker = instance.worker();
        for (int i = 0; i < messages; i++) {
            instance.publish("message " + i);
        }
        exhaust(worker, messages);
        await().until(() -> instance.advised() == messages);
        AtomicInteger settled = new AtomicInteger();
        instance.capture((_, _, cancellation) -> {
            if (settled.incrementAndGet() == messages / 2) {
                world.server.kill();
                world.server.restart();
            }
            return Settlement.NOT_STORED;
        });

        await().atMost(Duration.ofMinutes(2)).until(instance::captured);
        assertThat(instance.entries())
                .extracting(entry -> entry.letter().sequence())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, messages).boxed().toList());
    }

    @Test
    void c1_an_advisory_about_a_stream_that_was_made_again_buries_nothing_of_the_new_one() throws Exception {
        EventConsumer worker = instance.worker();
        instance.publish("old");
        exhaust(worker, 1);
        await().until(() -> instance.advised() == 1);
        world.admin().jetStreamManagement().deleteStream("CAUSALITY_EVENTS");

        World.Instance next = world.instance();
        next.worker();
        next.publish("new");
        next.capture(Settler.NOTHING_IS_STORED);

        await().until(next::captured);
        assertThat(next.entries()).isEmpty();
        assertThat(next.origin.entryId(1)).isNotEqualTo(instance.origin.entryId(1));
    }

    @Test
    void c1_a_capture_under_which_the_stream_is_made_again_stops_with_the_reason() throws Exception {
        instance.worker();
        AdvisoryCapture capture = instance.capture(Settler.NOTHING_IS_STORED);
        world.admin().jetStreamManagement().deleteStream("CAUSALITY_EVENTS");
        World.Instance next = world.instance();
        EventConsumer worker = next.worker();
        next.publish("new");

        exhaust(worker, 1);

        await().until(() -> capture.failure().isPresent());
        assertThat(capture.failure().orElseThrow()).contains("made again");
        assertThat(next.entries()).isEmpty();
    }

    @Test
    void c1_an_entry_stays_one_entry_when_it_is_buried_again_after_a_restart() {
        EventConsumer worker = instance.worker();
        instance.publish("poison");
        Delivery delivery = fetch(worker, 1).getFirst();
        instance.bury(delivery, Reason.INVALID, "first");

        world.server.kill();
        world.server.restart();
        instance.state();

        assertThat(instance.bury(delivery, Reason.INVALID, "second"))
                .isEqualTo(new dev.causality.ports.PublishOutcome.Confirmed(1, true));
        assertThat(instance.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.letter().detail()).isEqualTo("first"));
    }

    @Test
    void a_capture_that_stops_hands_back_what_it_holds() {
        EventConsumer worker = instance.worker();
        instance.publish("poison");
        exhaust(worker, 1);
        List<Long> asked = new ArrayList<>();
        AdvisoryCapture first = instance.capture((sequence, _, cancellation) -> {
            asked.add(sequence);
            cancellation.await(soon());
            return Settlement.UNKNOWN_NOW;
        });
        await().until(() -> asked.size() == 1);

        assertThat(first.stop(soon())).isEmpty();
        world.instance().capture(Settler.NOTHING_IS_STORED);

        await().until(instance::captured);
        assertThat(instance.entries()).hasSize(1);
    }
}
