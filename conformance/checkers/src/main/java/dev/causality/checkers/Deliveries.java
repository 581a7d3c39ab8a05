package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.RunEvent.Scope;
import dev.causality.checkers.history.WireEvent.Answered;
import dev.causality.checkers.history.WireEvent.Delivered;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the wire shows of each message that the consumer under test was given: its deliveries and all answers to them. */
final class Deliveries {
    private final Map<Long, Story> stories = new LinkedHashMap<>();
    private long count;

    private Deliveries() {}

    static Deliveries of(History history) {
        Deliveries all = new Deliveries();
        Scope scope = history.scope();
        for (HistoryEvent event : history.events()) {
            if (event instanceof Delivered delivered
                    && delivered.stream().equals(scope.stream())
                    && delivered.consumer().equals(scope.consumer())) {
                all.story(delivered.sequence()).deliveries.add(delivered);
                all.count++;
            } else if (event instanceof Answered answer
                    && answer.stream().equals(scope.stream())
                    && answer.consumer().equals(scope.consumer())) {
                all.story(answer.sequence()).answers.add(answer);
            }
        }
        return all;
    }

    private Story story(long sequence) {
        return stories.computeIfAbsent(sequence, Story::new);
    }

    Collection<Story> stories() {
        return stories.values();
    }

    /** All deliveries, repeated ones included. */
    long count() {
        return count;
    }

    /** One message's deliveries and answers, each in the order of the wire. */
    record Story(long sequence, List<Delivered> deliveries, List<Answered> answers) {
        Story(long sequence) {
            this(sequence, new ArrayList<>(1), new ArrayList<>(1));
        }
    }
}
