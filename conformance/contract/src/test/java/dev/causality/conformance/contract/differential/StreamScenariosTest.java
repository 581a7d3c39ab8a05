package dev.causality.conformance.contract.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.conformance.contract.differential.Step.Ack;
import dev.causality.conformance.contract.differential.Step.InProgress;
import dev.causality.conformance.contract.differential.Step.Look;
import dev.causality.conformance.contract.differential.Step.Nak;
import dev.causality.conformance.contract.differential.Step.Publish;
import dev.causality.conformance.contract.differential.Step.Pull;
import dev.causality.conformance.contract.differential.Step.Purge;
import dev.causality.conformance.contract.differential.Step.Restart;
import dev.causality.conformance.contract.differential.Step.Term;
import dev.causality.conformance.contract.differential.Step.Wait;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is odd about the real server, step by step on both; differences that drawn cases have found end up here. */
class StreamScenariosTest {

    private static final Publish A = new Publish("a", 0, 10);
    private static final Wait ACK_WAIT = new Wait(6);

    /** On a machine that is so busy that not even this many keep their order, the test fails: it has shown nothing. */
    private static final int ATTEMPTS = 10;

    private static RealServer server;
    private static StreamComparison comparison;

    @BeforeAll
    static void start() throws Exception {
        server = RealServer.start();
        comparison = new StreamComparison(server);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static void same(int maxDeliver, int maxAckPending, Step... steps) throws Exception {
        same(new Shape(maxDeliver, maxAckPending, false, false), steps);
    }

    /** A run that was disturbed says nothing, and so is followed by a slower one; one that was not decides. */
    private static void same(Shape shape, Step... steps) throws Exception {
        List<Script> script = List.of(new Script(shape, List.of(steps)));
        Comparison last = comparison.compareAll(script).getFirst();
        for (int attempt = 1; attempt < ATTEMPTS && last instanceof Comparison.Disturbed; attempt++) {
            last = comparison.compareAll(script).getFirst();
        }
        assertThat(last).isEqualTo(new Comparison.Same(steps.length));
    }

    @Test
    void h4_a_purge_that_frees_the_pending_limit_does_not_wake_the_consumer() throws Exception {
        same(-1, 2, A, A, A, new Pull(2), new Pull(3), new Purge(2), new Look(), A, new Look());
    }

    @Test
    void h4_a_purge_forgets_what_was_handed_back_and_waits_for_the_ack_wait_again() throws Exception {
        same(-1, 100, A, A, A, new Pull(3), new Nak(2, false), new Purge(1), new Pull(3), ACK_WAIT, new Look());
    }

    @Test
    void h4_the_floor_stays_below_an_exhausted_message_while_another_is_unanswered() throws Exception {
        same(
                1,
                100,
                A,
                A,
                A,
                new Pull(3),
                new Ack(1),
                ACK_WAIT,
                new Look(),
                A,
                new Pull(1),
                new Look(),
                new Ack(3),
                new Look());
    }

    @Test
    void h4_a_message_with_deliveries_left_is_exhausted_when_somebody_pulls() throws Exception {
        same(2, 100, A, new Pull(1), ACK_WAIT, new Pull(1), ACK_WAIT, new Look(), new Pull(1), new Look());
    }

    @Test
    void h4_answers_to_an_earlier_delivery_count_for_the_current_one() throws Exception {
        same(
                -1,
                100,
                A,
                A,
                new Pull(2),
                ACK_WAIT,
                new Pull(2),
                new Nak(0, false),
                new Pull(1),
                new InProgress(1),
                new Wait(3),
                new Ack(1),
                new Look());
    }

    @Test
    void h4_delayed_messages_hold_the_pending_limit() throws Exception {
        same(-1, 2, A, A, A, new Pull(2), new Nak(0, true), new Nak(1, true), new Pull(3), new Wait(3), new Look());
    }

    @Test
    void h4_a_terminated_message_is_announced_each_time() throws Exception {
        same(-1, 100, A, new Pull(1), new Term(0), new Term(0), new Ack(0), new Look());
    }

    @Test
    void h4_after_a_restart_what_was_unanswered_comes_again_with_its_count() throws Exception {
        same(-1, 100, A, A, A, new Pull(3), new Ack(0), new Restart(), new Look(), new Pull(3), new Look());
    }

    @Test
    void h4_ids_of_purged_messages_are_known_until_a_restart() throws Exception {
        Publish withId = new Publish("a", 1, 10);
        same(-1, 100, withId, A, withId, new Purge(1), withId, new Restart(), withId, withId, new Look());
    }

    @Test
    void h4_an_exhausted_message_raises_the_working_floor_which_a_purge_makes_known() throws Exception {
        same(
                1,
                100,
                A,
                A,
                A,
                A,
                A,
                new Pull(3),
                new Wait(3),
                new Pull(2),
                new Wait(2),
                new Ack(3),
                new Purge(3),
                new Look());
    }

    @Test
    void h4_a_purge_forgets_how_often_messages_were_delivered() throws Exception {
        same(
                2,
                100,
                A,
                A,
                new Pull(2),
                ACK_WAIT,
                new Pull(2),
                ACK_WAIT,
                A,
                new Pull(1),
                new Look(),
                new Purge(2),
                new Look());
    }

    @Test
    void h4_an_answer_that_changes_nothing_does_not_wake_the_consumer() throws Exception {
        same(-1, 1, A, A, new Pull(2), new Purge(1), new Nak(0, false), new Nak(0, true), new Ack(0), new Look(), A);
    }

    @Test
    void h4_what_waited_long_enough_while_the_server_was_down_is_due_at_once() throws Exception {
        same(-1, 100, A, A, new Pull(1), new Pull(1), new InProgress(0), new Restart(), new Pull(2), new Look());
    }

    @Test
    void h4_a_message_that_runs_out_of_deliveries_at_a_restart_does_so_once() throws Exception {
        same(1, 100, A, A, A, new Pull(2), new Nak(0, false), new Restart(), new Look(), new Restart(), new Look());
    }

    @Test
    void h4_a_late_ack_makes_an_exhausted_message_one_that_was_never_redelivered() throws Exception {
        same(
                2,
                100,
                A,
                new Pull(1),
                ACK_WAIT,
                new Pull(1),
                ACK_WAIT,
                new Pull(1),
                new Ack(0),
                new Restart(),
                new Look());
    }
}
