package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.StreamEvent.MessageLost;
import dev.causality.checkers.history.StreamEvent.SequenceReused;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the message server lost by itself: it confirms before it has written, unless it is told to sync always.
 *
 * @param lost events whose message was lost, or whose dead letter was
 * @param inTheirPlace events at sequences that lost messages had had: a consumer may take them for those
 */
record PowerCuts(Set<EventKey> lost, Set<EventKey> inTheirPlace) {

    static PowerCuts of(History history) {
        return new PowerCuts(
                keys(history.all(MessageLost.class).map(MessageLost::messageId)),
                keys(history.all(SequenceReused.class).map(SequenceReused::messageId)));
    }

    private static Set<EventKey> keys(Stream<@Nullable String> messageIds) {
        return messageIds
                .flatMap(id -> EventKey.ofMessageId(id).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether no service can be blamed for its loss. */
    boolean excuses(EventKey key) {
        return lost.contains(key) || inTheirPlace.contains(key);
    }

    /** How many of these missing events are the server's; empty when none is. */
    String describe(List<EventKey> missing) {
        long byServer = missing.stream().filter(lost::contains).count();
        long taken = missing.stream()
                .filter(key -> inTheirPlace.contains(key) && !lost.contains(key))
                .count();
        return byServer + taken == 0
                ? ""
                : "; besides, " + byServer + " lost by the server in a power cut, and " + taken
                        + " taken for one of those, whose sequence they were given";
    }
}
