package dev.causality.checkers;

import static dev.causality.checkers.Verdicts.assertInvalid;
import static dev.causality.checkers.Verdicts.assertUnknown;
import static dev.causality.checkers.Verdicts.assertValid;

import dev.causality.checkers.history.ProcessEvent.ProcessReady;
import dev.causality.checkers.history.ProcessEvent.Signal;
import org.junit.jupiter.api.Test;

final class NoProcessDiedTest {
    private final Checker checker = new NoProcessDied();
    private final HistoryBuilder history = new HistoryBuilder().started("sink-1", "sink");

    @Test
    void b4_a_process_that_was_killed_or_asked_to_end_may_end() {
        history.signalled("sink-1", Signal.KILL).exited("sink-1", 137);
        history.started("sink-1", "sink").signalled("sink-1", Signal.TERM).exited("sink-1", 0);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b4_a_process_that_ends_of_itself_has_died() {
        history.signalled("sink-1", Signal.STOP).exited("sink-1", 1);
        assertInvalid(history.verdictOf(checker), "sink-1 ended of itself with code 1");
    }

    @Test
    void b4_a_kill_explains_one_end_only() {
        history.signalled("sink-1", Signal.KILL).exited("sink-1", 137);
        history.started("sink-1", "sink").exited("sink-1", 1);
        assertInvalid(history.verdictOf(checker), "with code 1");
    }

    @Test
    void a_process_may_refuse_to_start_while_a_server_is_away() {
        history.at(1000)
                .started("store", "store")
                .started("sink-2", "sink")
                .at(2000)
                .exited("sink-2", 3);
        history.fault("f", "outage", "store", 500, 5000);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void but_not_without_a_reason() {
        history.at(1000)
                .started("store", "store")
                .started("sink-2", "sink")
                .at(2000)
                .exited("sink-2", 3);
        history.fault("f", "kill", "sink-1", 500, 5000).fault("x", "poison", "stream", 1500, 1500);
        assertInvalid(history.verdictOf(checker), "sink-2 ended of itself with code 3", "before it was ready");
    }

    @Test
    void b12_one_that_was_ready_does_not_end_because_a_server_goes_away() {
        history.at(1000).started("store", "store").add(new ProcessReady(1_000_000, "sink-1"));
        history.at(2000).exited("sink-1", 1).fault("f", "outage", "store", 500, 5000);
        assertInvalid(history.verdictOf(checker), "sink-1 ended of itself with code 1 at 2000 ms");
    }

    @Test
    void without_a_process_nothing_is_known() {
        assertUnknown(new HistoryBuilder().verdictOf(checker), "no process was started");
    }
}
