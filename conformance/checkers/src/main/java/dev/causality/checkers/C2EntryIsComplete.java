package dev.causality.checkers;

import dev.causality.checkers.Messages.Message;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.StreamEvent.DeadLetter;
import dev.causality.checkers.history.StreamEvent.MessageInStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * C2: a dead letter carries its message's bytes, subject and headers, and says where it comes from, why it is dead, when
 * and after how many deliveries.
 */
final class C2EntryIsComplete implements Checker {

    @Override
    public String invariant() {
        return "C2";
    }

    @Override
    public String promise() {
        return "a dead letter carries all of its message, and why";
    }

    @Override
    public Verdict check(History history) {
        Messages messages = Messages.of(history);
        Identity.Source identities = Identity.Source.of(history);
        Violations wrong = new Violations();
        long compared = 0;
        for (DeadLetter entry : Graves.of(history).all()) {
            List<String> faults = new ArrayList<>(missing(entry));
            if (!Objects.equals(entry.stream(), history.scope().stream())) {
                faults.add("names the stream " + entry.stream());
            }
            Message message = messages.get(identities.of(entry.created(), entry.sequence()))
                    .orElse(null);
            if (message != null) {
                compared++;
                faults.addAll(differences(entry, message.content()));
            }
            if (!faults.isEmpty()) {
                wrong.add("entry " + entry.entrySequence() + " for sequence " + entry.sequence() + " "
                        + String.join(", ", faults));
            }
        }
        return wrong.orElse(
                wrong.count() + " dead letters are incomplete or differ from their message",
                compared == 0
                        ? new Verdict.Unknown("no dead letter could be compared with its message")
                        : new Verdict.Valid(compared + " dead letters equal their messages"));
    }

    private static List<String> missing(DeadLetter entry) {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        fields.put("message id", entry.messageId());
        fields.put("subject", entry.originalSubject());
        fields.put("consumer", entry.consumer());
        fields.put("reason", entry.reason());
        fields.put("time of first sight", entry.firstSeen());
        fields.put("time", entry.time());
        fields.put("sequence", entry.sequence() == 0 ? null : "there");
        fields.put("number of deliveries", entry.deliveries() == 0 ? null : "there");
        fields.put("bytes that can be fetched", entry.bytes() < 0 ? null : "there");
        return fields.entrySet().stream()
                .filter(field -> field.getValue() == null || field.getValue().isEmpty())
                .map(field -> "has no " + field.getKey())
                .toList();
    }

    private static List<String> differences(DeadLetter entry, MessageInStream message) {
        List<String> differences = new ArrayList<>();
        if (!Objects.equals(entry.sha256(), message.sha256())) {
            differences.add("has other bytes than its message (" + entry.bytes() + " for " + message.bytes() + ")");
        }
        if (!Objects.equals(entry.originalSubject(), message.subject())) {
            differences.add("has the subject " + entry.originalSubject() + " for " + message.subject());
        }
        if (!Objects.equals(entry.originalMessageId(), message.messageId())) {
            differences.add("has the header Nats-Msg-Id " + entry.originalMessageId() + " for " + message.messageId());
        }
        return differences;
    }
}
