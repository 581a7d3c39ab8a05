package dev.causality.checkers;

import dev.causality.checkers.Clients.Story;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.RunEvent.Exercise;
import dev.causality.checkers.history.RunEvent.MetricSample;
import dev.causality.checkers.history.StreamEvent.ConsumerSample;
import dev.causality.checkers.history.WireEvent.Delivered;
import dev.causality.checkers.history.WireEvent.PutAnswered;

/** Whether a circumstance came about in a run, from whatever evidence its history holds. */
final class Exercises {
    private static final int PRECONDITION_FAILED = 412;

    private Exercises() {}

    static boolean happened(Exercise exercise, History history) {
        return switch (exercise) {
            case PUT_FAILED -> putFailed(history);
            case REDELIVERY -> redelivered(history);
            case RETRY -> Clients.of(history).events().stream().anyMatch(Story::wasRetried);
            case DUPLICATE_ACCEPTED ->
                Clients.of(history).events().stream()
                        .anyMatch(story -> story.acceptances().size() > 1);
        };
    }

    static String describe(Exercise exercise) {
        return switch (exercise) {
            case PUT_FAILED -> "no PUT failed";
            case REDELIVERY -> "no redelivery was seen";
            case RETRY -> "no client repeated a key";
            case DUPLICATE_ACCEPTED -> "no key was accepted more than once";
        };
    }

    /** A 412 says that the object is there: an answer, not a failure. */
    private static boolean putFailed(History history) {
        String metric = history.scope().putFailureMetric();
        return history.all(PutAnswered.class)
                        .anyMatch(put ->
                                put.status() == 0 || (put.status() >= 300 && put.status() != PRECONDITION_FAILED))
                || history.all(MetricSample.class)
                        .anyMatch(sample -> sample.metric().equals(metric) && sample.value() > 0);
    }

    private static boolean redelivered(History history) {
        return history.all(Delivered.class).anyMatch(delivered -> delivered.delivery() > 1)
                || history.all(ConsumerSample.class)
                        .filter(sample ->
                                sample.consumer().equals(history.scope().consumer()))
                        .anyMatch(sample -> sample.redelivered() > 0
                                || sample.deliveredConsumerSequence() > sample.deliveredStreamSequence());
    }
}
