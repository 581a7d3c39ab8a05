package dev.causality.conformance.system.observe;

import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.ProcessEvent.ProcessExited;
import dev.causality.checkers.history.ProcessEvent.ProcessSignalled;
import dev.causality.checkers.history.ProcessEvent.ProcessStarted;
import dev.causality.checkers.history.ProcessEvent.Signal;
import dev.causality.checkers.history.WireEvent.AckKind;
import dev.causality.checkers.history.WireEvent.Answered;
import dev.causality.checkers.history.WireEvent.Delivered;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What each process holds of a consumer's messages, as the taps see it, and what it held when it was last sent a signal.
 * It follows the history while that is written, so whatever it says can be found there again.
 *
 * <p>A delivery is open from when the tap saw it until it is answered for good, the message goes to somebody again, or the
 * process ends. Thread-safe. There are never more open deliveries than the consumer allows.
 */
public final class OpenDeliveries {
    private final String stream;
    private final String consumer;
    private final Map<Long, Delivered> open = new HashMap<>();
    private final Map<String, Held> atSignal = new HashMap<>();

    private OpenDeliveries(String stream, String consumer) {
        this.stream = stream;
        this.consumer = consumer;
    }

    /** Follows a history from now on. */
    public static OpenDeliveries follow(HistoryWriter history, String stream, String consumer) {
        OpenDeliveries deliveries = new OpenDeliveries(stream, consumer);
        history.watch(deliveries::see);
        return deliveries;
    }

    /**
     * What a process held when it was sent a signal.
     *
     * @param messages how many
     * @param redelivered how many of them have gone to somebody again since then
     */
    public record AtSignal(int messages, int redelivered) {}

    /** The sequences that a process held, with the numbers of their deliveries; and those that came again. */
    private record Held(Map<Long, Long> deliveries, Set<Long> again) {}

    /** How many messages a process holds now. */
    public synchronized int heldBy(String process) {
        return held(process).deliveries.size();
    }

    /** What a process held at its last signal that was not {@code CONT}; nothing when there was none. */
    public synchronized AtSignal atSignal(String process) {
        Held held = atSignal.get(process);
        return held == null ? new AtSignal(0, 0) : new AtSignal(held.deliveries.size(), held.again.size());
    }

    private synchronized void see(HistoryEvent event) {
        switch (event) {
            case Delivered delivered when isOurs(delivered.stream(), delivered.consumer()) -> delivered(delivered);
            case Answered answer when isOurs(answer.stream(), answer.consumer()) -> answered(answer);
            case ProcessSignalled signalled
            when signalled.signal() != Signal.CONT -> atSignal.put(signalled.process(), held(signalled.process()));
            case ProcessStarted start -> forget(start.process());
            case ProcessExited exit -> forget(exit.process());
            default -> {}
        }
    }

    private boolean isOurs(String ofStream, String ofConsumer) {
        return stream.equals(ofStream) && consumer.equals(ofConsumer);
    }

    private void delivered(Delivered delivered) {
        open.put(delivered.sequence(), delivered);
        for (Held held : atSignal.values()) {
            Long before = held.deliveries.get(delivered.sequence());
            if (before != null && delivered.delivery() > before) {
                held.again.add(delivered.sequence());
            }
        }
    }

    private void answered(Answered answer) {
        Delivered delivered = open.get(answer.sequence());
        if (delivered != null
                && answer.answer() != AckKind.IN_PROGRESS
                && delivered.holder().equals(answer.holder())
                && delivered.delivery() == answer.delivery()) {
            open.remove(answer.sequence());
        }
    }

    private void forget(String process) {
        open.values().removeIf(delivered -> delivered.holder().equals(process));
    }

    private Held held(String process) {
        Map<Long, Long> deliveries = new HashMap<>();
        open.values().stream()
                .filter(delivered -> delivered.holder().equals(process))
                .forEach(delivered -> deliveries.put(delivered.sequence(), delivered.delivery()));
        return new Held(deliveries, new HashSet<>());
    }
}
