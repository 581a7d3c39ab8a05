package dev.causality.faults.sim.world.jetstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.faults.sim.world.jetstream.PublishAnswer.Stored;
import dev.causality.faults.sim.world.jetstream.StreamServer.Stop;
import org.junit.jupiter.api.Test;

class StreamServerTest {

    @Test
    void b5_an_unanswered_message_comes_again_after_its_ack_wait_and_not_before() {
        Bench bench = new Bench(-1, 100);
        bench.publish(2);
        bench.pull(2, 60_000);
        bench.ack(0);
        bench.pull(2, 60_000);

        bench.pass(9_990);
        assertThat(bench.received).containsExactly("1x1", "2x1");
        bench.pass(20);

        assertThat(bench.received).containsExactly("1x1", "2x1", "2x2");
    }

    @Test
    void b5_a_late_answer_counts_for_the_current_delivery() {
        Bench bench = new Bench(-1, 100);
        bench.publish(1);
        bench.pull(1, 1_000);
        bench.pass(11_000);
        bench.pull(1, 1_000);
        bench.nak(0, 0);
        bench.pull(1, 1_000);

        assertThat(bench.received).containsExactly("1x1", "1x2", "1x3");
    }

    @Test
    void b6_a_delayed_negative_acknowledgement_stays_in_the_pending_limit() {
        Bench bench = new Bench(-1, 2);
        bench.publish(3);
        bench.pull(2, 1_000);
        bench.nak(0, 5_000);
        bench.nak(1, 5_000);
        bench.pull(1, 60_000);

        bench.pass(4_900);
        assertThat(bench.received).containsExactly("1x1", "2x1");
        bench.pass(200);

        assertThat(bench.received).containsExactly("1x1", "2x1", "1x2");
    }

    @Test
    void c1_a_message_that_had_all_its_deliveries_is_exhausted_once_and_holds_the_floor_while_others_are_pending() {
        Bench bench = new Bench(2, 100);
        bench.publish(3);
        bench.pull(3, 1_000);
        bench.ack(1);
        bench.pass(10_100);
        bench.pull(2, 1_000);
        bench.ack(bench.deliveries.size() - 1);
        bench.pass(10_100);
        bench.pull(1, 1_000);

        assertThat(bench.received).containsExactly("1x1", "2x1", "3x1", "1x2", "3x2");
        assertThat(bench.advisories()).isEqualTo(1);
        assertThat(bench.state().ackPending()).isZero();
        assertThat(bench.state().ackFloor()).isZero();
    }

    @Test
    void b4_a_terminated_message_is_finished_and_announced() {
        Bench bench = new Bench(-1, 100);
        bench.publish(1);
        bench.pull(1, 1_000);
        bench.answer(0, new AckAnswer.Term("poison"));
        bench.pass(60_000);
        bench.pull(1, 1_000);
        bench.pass(2_000);

        assertThat(bench.received).containsExactly("1x1", "TIMEOUT");
        assertThat(bench.advisories()).isEqualTo(1);
        assertThat(bench.state().ackFloor()).isEqualTo(1);
    }

    @Test
    void a3_an_id_is_remembered_for_the_window_and_after_a_restart_as_far_as_its_message_is_stored() {
        Bench bench = new Bench(-1, 100);
        bench.publish("a", "one");
        bench.publish("b", "two");
        bench.server.purgeBelow("S", 2, bench.now);
        assertThat(bench.publish("a", "again")).isEqualTo(new Stored("S", 1, true));

        bench.server.stop(Stop.IN_ORDER, bench.now);
        bench.server.start(bench.now);

        assertThat(bench.publish("b", "again")).isEqualTo(new Stored("S", 2, true));
        assertThat(bench.publish("a", "again")).isEqualTo(new Stored("S", 3, false));
        bench.pass(119_999);
        assertThat(bench.publish("a", "again")).isEqualTo(new Stored("S", 3, true));
        bench.pass(2);
        assertThat(bench.publish("a", "again")).isEqualTo(new Stored("S", 4, false));
    }

    @Test
    void a4_a_full_stream_refuses_and_recognises_duplicates_all_the_same() {
        Bench bench = new Bench(-1, 100, 200);
        bench.publish("a", "x".repeat(50));

        assertThat(bench.publish("b", "x".repeat(50))).isInstanceOf(PublishAnswer.Failed.class);
        assertThat(bench.publish("a", "x".repeat(50))).isEqualTo(new Stored("S", 1, true));
    }

    @Test
    void a_killed_server_forgets_what_its_consumers_did_in_the_last_moments_and_no_message() {
        Bench bench = new Bench(-1, 100);
        bench.publish(2);
        bench.pull(1, 1_000);
        bench.ack(0);
        bench.pass(200);
        bench.publish("later");
        bench.pull(1, 1_000);
        bench.ack(1);
        bench.server.stop(Stop.KILLED, bench.now);
        bench.server.start(bench.now);
        bench.pull(2, 1_000);

        assertThat(bench.received).containsExactly("1x1", "2x1", "2x1", "3x1");
    }

    @Test
    void a_power_cut_takes_what_was_not_synced() {
        Bench bench = new Bench(-1, 100);
        bench.publish(2);
        bench.pass(121_000);
        bench.publish("unsynced");
        assertThat(bench.server.unsynced()).containsOnlyKeys("S");
        bench.server.stop(Stop.POWER_CUT, bench.now);
        bench.server.start(bench.now);

        assertThat(bench.server.streamState("S").orElseThrow().lastSequence()).isEqualTo(2);
        assertThat(bench.publish("next")).isEqualTo(new Stored("S", 3, false));
    }

    @Test
    void b5_a_server_that_starts_looks_at_once_for_what_waited_long_enough_while_it_was_down() {
        Bench bench = new Bench(-1, 100);
        bench.publish(1);
        bench.pull(1, 1_000);
        bench.server.stop(Stop.IN_ORDER, bench.now);
        bench.now += 11_000 * Bench.MILLI;
        bench.server.start(bench.now);
        bench.pull(1, 1_000);

        assertThat(bench.received).containsExactly("1x1", "1x2");
    }

    @Test
    void c1_what_a_consumer_announces_at_a_start_may_be_heard_by_nobody_and_is_not_announced_again() {
        Bench bench = new Bench(1, 100);
        bench.publish(1);
        bench.pull(1, 1_000);
        bench.server.stop(Stop.IN_ORDER, bench.now);
        bench.now += 11_000 * Bench.MILLI;
        bench.overheard = false;
        bench.server.start(bench.now);
        bench.pass(60_000);

        assertThat(bench.advisories()).isZero();
        assertThat(bench.state().ackPending()).isZero();
    }

    @Test
    void a4_a_purge_makes_the_floor_above_exhausted_messages_known_and_keeps_what_is_unanswered() {
        Bench bench = new Bench(1, 100);
        bench.publish(5);
        bench.pull(3, 1_000);
        bench.pass(5_000);
        bench.pull(2, 1_000);
        bench.ack(3);
        bench.pass(5_500);
        assertThat(bench.state().ackFloor()).isZero();

        bench.server.purgeBelow("S", 4, bench.now);

        assertThat(bench.state().ackFloor()).isEqualTo(4);
        assertThat(bench.state().ackPending()).isEqualTo(1);
    }
}
