package dev.causality.conformance.system.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.ProcessEvent.ProcessExited;
import dev.causality.checkers.history.ProcessEvent.ProcessSignalled;
import dev.causality.checkers.history.ProcessEvent.ProcessStarted;
import dev.causality.checkers.history.ProcessEvent.Signal;
import dev.causality.checkers.history.WireEvent.AckKind;
import dev.causality.checkers.history.WireEvent.Answered;
import dev.causality.checkers.history.WireEvent.Delivered;
import dev.causality.conformance.system.observe.OpenDeliveries.AtSignal;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenDeliveriesTest {
    private static final String STREAM = "EVENTS";
    private static final String CONSUMER = "sink";

    @TempDir
    private Path folder;

    private HistoryWriter history;
    private OpenDeliveries deliveries;

    @BeforeEach
    void follow() {
        history = HistoryWriter.create(folder.resolve("history.jsonl"));
        deliveries = OpenDeliveries.follow(history, STREAM, CONSUMER);
    }

    @AfterEach
    void close() {
        history.close();
    }

    @Test
    void a_delivery_is_open_until_it_is_answered_for_good() {
        deliver("sink-1", 1, 1);
        deliver("sink-1", 2, 1);
        deliver("sink-2", 3, 1);
        answer("sink-1", 1, 1, AckKind.IN_PROGRESS);
        assertThat(deliveries.heldBy("sink-1")).isEqualTo(2);
        answer("sink-1", 1, 1, AckKind.ACK);
        answer("sink-1", 2, 1, AckKind.NAK);
        assertThat(deliveries.heldBy("sink-1")).isZero();
        assertThat(deliveries.heldBy("sink-2")).isEqualTo(1);
    }

    @Test
    void a_message_that_went_to_another_is_no_longer_held_by_the_first_whatever_that_answers() {
        deliver("sink-1", 1, 1);
        deliver("sink-2", 1, 2);
        answer("sink-1", 1, 1, AckKind.ACK);
        assertThat(deliveries.heldBy("sink-1")).isZero();
        assertThat(deliveries.heldBy("sink-2")).isEqualTo(1);
    }

    @Test
    void messages_of_other_consumers_do_not_count() {
        history.append(at -> new Delivered(at, "sink-1", STREAM, "other", 1, 1, 1, null));
        history.append(at -> new Delivered(at, "sink-1", "INTENTS", CONSUMER, 1, 1, 1, null));
        assertThat(deliveries.heldBy("sink-1")).isZero();
    }

    @Test
    void a_process_that_ended_or_begins_anew_holds_nothing() {
        deliver("sink-1", 1, 1);
        history.append(at -> new ProcessExited(at, "sink-1", 137));
        assertThat(deliveries.heldBy("sink-1")).isZero();
        deliver("sink-1", 2, 1);
        history.append(at -> new ProcessStarted(at, "sink-1", "sink"));
        assertThat(deliveries.heldBy("sink-1")).isZero();
    }

    @Test
    void h3_what_a_process_held_at_a_signal_is_its_own_and_not_what_others_held() {
        deliver("sink-2", 1, 1);
        history.append(at -> new ProcessSignalled(at, "sink-1", Signal.KILL));
        history.append(at -> new ProcessSignalled(at, "sink-2", Signal.KILL));
        history.append(at -> new ProcessExited(at, "sink-2", 137));
        assertThat(deliveries.atSignal("sink-1")).isEqualTo(new AtSignal(0, 0));
        assertThat(deliveries.atSignal("sink-2")).isEqualTo(new AtSignal(1, 0));
        assertThat(deliveries.atSignal("sink-3")).isEqualTo(new AtSignal(0, 0));
    }

    @Test
    void h3_redeliveries_of_what_others_held_or_of_what_came_later_show_no_pause() {
        deliver("sink-1", 1, 1);
        deliver("sink-2", 2, 1);
        history.append(at -> new ProcessSignalled(at, "sink-1", Signal.STOP));
        deliver("sink-1", 3, 1);
        deliver("sink-1", 2, 2);
        deliver("sink-2", 3, 2);
        deliver("sink-1", 1, 1);
        assertThat(deliveries.atSignal("sink-1")).isEqualTo(new AtSignal(1, 0));
        deliver("sink-2", 1, 2);
        answer("sink-2", 1, 2, AckKind.ACK);
        deliver("sink-1", 1, 3);
        assertThat(deliveries.atSignal("sink-1")).isEqualTo(new AtSignal(1, 1));
    }

    @Test
    void to_go_on_is_no_signal_that_changes_what_was_held_when_it_stood_still() {
        deliver("sink-1", 1, 1);
        history.append(at -> new ProcessSignalled(at, "sink-1", Signal.STOP));
        deliver("sink-2", 1, 2);
        history.append(at -> new ProcessSignalled(at, "sink-1", Signal.CONT));
        assertThat(deliveries.atSignal("sink-1")).isEqualTo(new AtSignal(1, 1));
    }

    private void deliver(String holder, long sequence, long delivery) {
        history.append(at -> new Delivered(at, holder, STREAM, CONSUMER, sequence, 1, delivery, null));
    }

    private void answer(String holder, long sequence, long delivery, AckKind answer) {
        history.append(at -> new Answered(at, holder, STREAM, CONSUMER, sequence, delivery, answer, 0));
    }
}
