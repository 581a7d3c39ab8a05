package dev.causality.checkers;

import dev.causality.checkers.Deliveries.Story;
import dev.causality.checkers.history.WireEvent.AckKind;
import dev.causality.checkers.history.WireEvent.Answered;
import dev.causality.checkers.history.WireEvent.Delivered;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One terminal answer to each delivery, and none of any kind after the lease has run out; an acknowledgement alone may
 * come at any time, and be repeated, for its message is durable.
 *
 * <p>The lease begins with the delivery, or with the holder's last in-progress while it ran. A late answer while something
 * was broken is ambiguous: the process may have been stopped between looking at its clock and sending.
 */
final class AnswersInTime {
    private static final long MICROS_PER_MILLI = 1000;
    private static final int SLACK_FRACTION = 10;

    private final long leaseMicros;
    private final Surroundings surroundings;
    private final Violations wrong;
    private long repeatedAcks;
    private long ambiguous;

    AnswersInTime(long ackWaitMillis, Surroundings surroundings, Violations wrong) {
        long ackWaitMicros = ackWaitMillis * MICROS_PER_MILLI;
        this.leaseMicros = ackWaitMicros + ackWaitMicros / SLACK_FRACTION;
        this.surroundings = surroundings;
        this.wrong = wrong;
    }

    /** A delivery to somebody. */
    private record Held(String holder, long delivery) {}

    void judge(Story story) {
        Map<Held, AckKind> terminal = new HashMap<>();
        Map<Held, Long> signs = new HashMap<>();
        for (Answered answer : story.answers()) {
            Held held = new Held(answer.holder(), answer.delivery());
            inTime(story, answer, signs.getOrDefault(held, 0L));
            if (answer.answer() == AckKind.IN_PROGRESS) {
                signs.put(held, answer.atMicros());
            } else {
                once(answer, terminal.put(held, answer.answer()));
            }
        }
    }

    private void once(Answered answer, @Nullable AckKind before) {
        if (before == AckKind.ACK && answer.answer() == AckKind.ACK) {
            repeatedAcks++;
        } else if (before != null) {
            wrong.add(name(answer) + " follows a " + before + " of the same delivery");
        }
    }

    private void inTime(Story story, Answered answer, long lastSignMicros) {
        Optional<Delivered> delivered = story.deliveries().stream()
                .filter(each -> each.delivery() == answer.delivery()
                        && each.holder().equals(answer.holder())
                        && each.atMicros() <= answer.atMicros())
                .reduce((_, last) -> last);
        if (answer.answer() == AckKind.ACK || delivered.isEmpty()) {
            return;
        }
        long from = Math.max(delivered.get().atMicros(), lastSignMicros);
        if (answer.atMicros() - from <= leaseMicros) {
            return;
        }
        if (surroundings.anythingBroken(from, answer.atMicros())) {
            ambiguous++;
        } else {
            wrong.add("%s came %d ms after the last sign of life, when its lease was over"
                    .formatted(name(answer), (answer.atMicros() - from) / MICROS_PER_MILLI));
        }
    }

    long ambiguous() {
        return ambiguous;
    }

    String describe() {
        return repeatedAcks + ambiguous == 0
                ? ""
                : "; " + repeatedAcks + " acknowledgements repeated, " + ambiguous + " answers late while something was"
                        + " broken";
    }

    private static String name(Answered answer) {
        return "%s of delivery %d of sequence %d by %s at %.3f s"
                .formatted(
                        answer.answer(),
                        answer.delivery(),
                        answer.sequence(),
                        answer.holder(),
                        answer.atMicros() / 1e6);
    }
}
