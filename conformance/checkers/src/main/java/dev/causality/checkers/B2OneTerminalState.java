package dev.causality.checkers;

import dev.causality.checkers.Messages.Message;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.StreamEvent.MessageInStream;

/**
 * B2: every message ends in exactly one terminal state for the sink, stored or dead; never both, never neither.
 *
 * <p>It is judged over all messages that the stream still holds, accepted or not, poison too. One that the consumer has
 * not finished with has no terminal state yet, which leaves the question open.
 */
final class B2OneTerminalState implements Checker {

    @Override
    public String invariant() {
        return "B2";
    }

    @Override
    public String promise() {
        return "every message is stored or dead, never both, never neither";
    }

    @Override
    public Verdict check(History history) {
        Fates fates = Fates.of(history);
        Violations wrong = new Violations();
        long both = 0;
        long unfinished = 0;
        for (Message message : fates.messages().all()) {
            boolean stored = !fates.rows().of(message).isEmpty();
            boolean dead = !fates.graves().of(message.identity()).isEmpty();
            if (stored && dead) {
                both++;
                wrong.add(describe(message) + " is stored and dead");
            } else if (!stored && !dead && fates.messages().isUnfinished(message)) {
                unfinished++;
            } else if (!stored && !dead) {
                wrong.add(describe(message) + " is finished, and neither stored nor dead");
            }
        }
        return wrong.orElse(
                both + " messages are stored and dead, " + (wrong.count() - both) + " are finished and neither",
                otherwise(fates, unfinished));
    }

    private static Verdict otherwise(Fates fates, long unfinished) {
        int messages = fates.messages().all().size();
        if (messages == 0) {
            return new Verdict.Unknown("the stream holds no message to compare with");
        }
        return unfinished > 0
                ? new Verdict.Unknown(unfinished + " of " + messages + " messages are not finished")
                : new Verdict.Valid(messages + " messages, each in one terminal state");
    }

    private static String describe(Message message) {
        MessageInStream content = message.content();
        String id = content.messageId() == null ? "without a message id" : content.messageId();
        return message.identity() + " (" + content.subject() + ", " + id + ")";
    }
}
