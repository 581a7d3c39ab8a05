package dev.causality.checkers;

import dev.causality.checkers.Clients.Story;
import dev.causality.checkers.history.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A1: an event that a client was told is accepted is stored, or dead, or still in the stream.
 *
 * <p>Losses are reported for each publisher by where they lie among its accepted events: a loss at the beginning, in the
 * middle and at the end have different causes. What a server lost that confirms before it has written, by a power cut, is
 * counted by itself: the services were told that it is safe.
 */
final class A1NothingAcceptedIsLost implements Checker {

    @Override
    public String invariant() {
        return "A1";
    }

    @Override
    public String promise() {
        return "nothing accepted is lost";
    }

    @Override
    public Verdict check(History history) {
        Fates fates = Fates.of(history);
        Map<String, List<Story>> byPublisher = new TreeMap<>();
        Clients.of(history).events().stream()
                .filter(Story::isAccepted)
                .forEach(story -> byPublisher
                        .computeIfAbsent(story.publisher(), _ -> new ArrayList<>())
                        .add(story));
        if (byPublisher.isEmpty()) {
            return new Verdict.Unknown("no event was accepted");
        }
        PowerCuts byServer = PowerCuts.of(history);
        Violations lost = new Violations();
        List<String> places = new ArrayList<>();
        byPublisher.forEach((publisher, stories) -> {
            stories.sort(Comparator.comparingLong(Story::publisherSequence));
            boolean[] missing = new boolean[stories.size()];
            for (int i = 0; i < missing.length; i++) {
                EventKey key = stories.get(i).key();
                missing[i] = fates.isNowhere(key) && !byServer.excuses(key);
                if (missing[i]) {
                    lost.add(describe(stories.get(i)));
                }
            }
            Gaps.of(missing).ifPresent(gaps -> places.add(publisher + ": " + gaps));
        });
        long accepted = byPublisher.values().stream().mapToLong(List::size).sum();
        String excused = byServer.describe(Clients.of(history).events().stream()
                .filter(story -> story.isAccepted() && fates.isNowhere(story.key()))
                .map(Story::key)
                .toList());
        return lost.orElse(
                lost.count() + " of " + accepted + " accepted events are lost (" + String.join("; ", places) + ")"
                        + excused,
                new Verdict.Valid(accepted + " accepted events found again" + excused));
    }

    private static String describe(Story story) {
        return story.publisher() + " event " + story.publisherSequence() + " (" + story.key() + ", accepted as "
                + story.acceptances().getFirst().eventId() + ") is neither stored nor dead nor still in the stream";
    }
}
