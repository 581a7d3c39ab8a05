package dev.causality.checkers;

import static dev.causality.checkers.Verdicts.assertUnknown;
import static dev.causality.checkers.Verdicts.assertValid;

import dev.causality.checkers.history.FaultEvent.FaultBegun;
import dev.causality.checkers.history.FaultEvent.FaultEnded;
import dev.causality.checkers.history.FaultEvent.FaultPlanned;
import dev.causality.checkers.history.RunEvent.Exercise;
import dev.causality.checkers.history.RunEvent.MetricSample;
import dev.causality.checkers.history.RunEvent.Quiescence;
import dev.causality.checkers.history.RunEvent.RunEnded;
import dev.causality.checkers.history.StoreEvent.StoredObject;
import dev.causality.checkers.history.WireEvent.Delivered;
import dev.causality.checkers.history.WireEvent.PutAnswered;
import dev.causality.checkers.history.WireEvent.PutRequested;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class H3NothingIsVacuousTest {
    private final Checker checker = new H3NothingIsVacuous();
    private final HistoryBuilder history = new HistoryBuilder();

    @Test
    void h3_a_complete_run_whose_faults_were_seen_is_valid() {
        history.accepted(1).message(1, 1).stream(1)
                .row(1, 1)
                .fault("f", "kill", "sink-1", 1, 2)
                .ended();
        assertValid(history.verdictOf(checker));
    }

    @Test
    void h3_a_history_without_its_last_line_is_unknown() {
        history.add(new Quiescence(0, true, ""));
        assertUnknown(history.verdictOf(checker), "ends before the run did");
    }

    @Test
    void h3_a_run_that_never_came_to_rest_is_unknown_and_says_why() {
        history.add(new Quiescence(0, false, "3 messages pending")).add(new RunEnded(0));
        assertUnknown(history.verdictOf(checker), "did not come to rest: 3 messages pending");
    }

    @Test
    void h3_a_run_that_nobody_waited_for_is_unknown() {
        history.add(new RunEnded(0));
        assertUnknown(history.verdictOf(checker), "nobody waited");
    }

    @Test
    void h3_a_run_that_claims_nothing_is_unknown() {
        history.claims().ended();
        assertUnknown(history.verdictOf(checker), "claims to show no invariant");
    }

    @Test
    void h3_a_planned_fault_has_to_begin_to_be_observed_and_to_end() {
        history.add(new FaultPlanned(0, "f", "pause", "sink-1", 1, 2)).ended();
        assertUnknown(history.verdictOf(checker), "the planned fault f (pause sink-1) did not begin");
        history.add(new FaultBegun(0, "f"));
        assertUnknown(history.verdictOf(checker), "no effect that was observed");
        history.add(new FaultEnded(0, "f"));
        assertUnknown(history.verdictOf(checker), "no effect that was observed");
    }

    @Test
    void h3_a_fault_has_to_end_as_often_as_it_began() {
        history.fault("f", "latency", "sink-1", 1, 2).faultAgain("f", 3, 4).ended();
        assertValid(history.verdictOf(checker));
        history.add(new FaultBegun(5, "f"));
        assertUnknown(
                history.verdictOf(checker), "the planned fault f (latency sink-1) began 3 times and ended 2 times");
        history.add(new FaultEnded(5, "f")).add(new FaultEnded(5, "f"));
        assertUnknown(history.verdictOf(checker), "began 3 times and ended 4 times");
    }

    @Test
    void h3_too_few_events_show_little() {
        history.needsAttempts(2).accepted(1).accepted(1).ended();
        assertUnknown(history.verdictOf(checker), "only 1 events were attempted, of 2 needed");
    }

    @Test
    void h3_a_stream_or_an_object_that_was_not_read_whole_is_unknown() {
        history.message(1, 1).stream(2).ended();
        assertUnknown(history.verdictOf(checker), "of 2 messages in the stream 1 were read");
        history.add(new StoredObject(0, "o", 1, 3, Map.of(), null));
        assertUnknown(history.verdictOf(checker), "not all rows of o were read");
    }

    @Test
    void h3_a_run_in_which_no_put_failed_is_unknown() {
        history.needs(Exercise.PUT_FAILED).ended();
        history.add(new MetricSample(0, "sink-1", "put_failures", Map.of(), 0));
        history.add(new PutRequested(0, "1", "sink-1", "o", 1, HistoryBuilder.sha(1), true));
        history.add(new PutAnswered(0, "1", 200)).add(new PutAnswered(0, "1", 412));
        assertUnknown(history.verdictOf(checker), "no PUT failed");
        history.add(new MetricSample(0, "sink-1", "put_failures", Map.of(), 1));
        assertValid(history.verdictOf(checker));
    }

    @Test
    void h3_a_tap_sees_failed_puts_as_refusals_and_as_silence() {
        history.needs(Exercise.PUT_FAILED).ended().add(new PutAnswered(0, "1", 503));
        assertValid(history.verdictOf(checker));
        HistoryBuilder silent = new HistoryBuilder().needs(Exercise.PUT_FAILED).ended();
        assertValid(silent.add(new PutAnswered(0, "1", 0)).verdictOf(checker));
    }

    @Test
    void h3_a_run_in_which_no_redelivery_was_seen_is_unknown() {
        history.needs(Exercise.REDELIVERY).finished(5).ended();
        assertUnknown(history.verdictOf(checker), "no redelivery was seen");
        history.add(new Delivered(0, "sink-1", HistoryBuilder.STREAM, HistoryBuilder.SINK, 1, 1, 2, null));
        assertValid(history.verdictOf(checker));
    }

    @Test
    void h3_the_consumer_s_own_numbers_show_redeliveries() {
        history.needs(Exercise.REDELIVERY).ended().consumer(6, 5, 5, 0, 0, 0);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void h3_a_run_in_which_no_client_repeated_a_key_is_unknown() {
        history.needs(Exercise.RETRY, Exercise.DUPLICATE_ACCEPTED).accepted(1).ended();
        assertUnknown(history.verdictOf(checker), "no client repeated a key");
        assertUnknown(history.verdictOf(checker), "no key was accepted more than once");
        assertValid(history.accepted(1).verdictOf(checker));
    }
}
