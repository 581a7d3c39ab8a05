package dev.causality.conformance.system.workload;

import dev.causality.checkers.history.ClientEvent.Attempt;
import dev.causality.checkers.history.ClientEvent.Outcome;
import dev.causality.checkers.history.ClientEvent.Result;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.conformance.system.workload.GatewayClient.Answer;
import dev.causality.conformance.system.workload.GatewayClient.Answers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One client. It makes events at its own pace and repeats each, under the same key, until it is accepted or refused for
 * good; it waits between attempts, at random and longer each time, and at least as long as the server asks. Runs on one
 * thread, and on a second one while it races itself.
 */
final class Publisher implements Runnable {
    private static final long BACKOFF_MILLIS = 100;
    private static final long BACKOFF_CAP_MILLIS = 2000;
    private static final int BACKOFF_DOUBLINGS = 5;
    private static final int LONGEST_CUT_MILLIS = 25;
    private static final double UPPER_CASE = 0.1;

    private final PublisherStyle style;
    private final RandomGenerator random;
    private final EventFactory factory;
    private final GatewayClient client;
    private final HistoryWriter history;
    private final Counts counts;
    private final CountDownLatch stop;
    private final CountDownLatch giveUp;
    private int requests;

    /**
     * @param stop when to make no more events
     * @param giveUp when to stop repeating too
     */
    Publisher(
            PublisherStyle style,
            RandomGenerator random,
            GatewayClient client,
            HistoryWriter history,
            Counts counts,
            CountDownLatch stop,
            CountDownLatch giveUp) {
        this.style = style;
        this.random = random;
        this.factory = new EventFactory(random, style.name(), style.app(), style.hours(), style.json());
        this.client = client;
        this.history = history;
        this.counts = counts;
        this.stop = stop;
        this.giveUp = giveUp;
    }

    @Override
    public void run() {
        long nextNanos = System.nanoTime();
        long pauseNanos = (long) (style.batch() / style.eventsPerSecond() * 1e9);
        try {
            while (stop.getCount() > 0) {
                deliver(newEvents());
                nextNanos = Math.max(nextNanos + pauseNanos, System.nanoTime() - pauseNanos);
                long waitNanos = nextNanos - System.nanoTime();
                if (waitNanos > 0 && stop.await(waitNanos, TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<OutgoingEvent> newEvents() {
        List<OutgoingEvent> events = new ArrayList<>();
        for (int i = 0; i < style.batch(); i++) {
            events.add(factory.next());
        }
        counts.events.add(events.size());
        return events;
    }

    /** Sends until every event is settled. */
    private void deliver(List<OutgoingEvent> events) throws InterruptedException {
        List<OutgoingEvent> open = events;
        int number = 1;
        for (int round = 1; !open.isEmpty(); round++) {
            boolean races = round == 1 && random.nextDouble() < style.races();
            List<Answers> answers = races ? race(open, number) : List.of(send(open, number, cut()));
            number += answers.size();
            open = unsettled(open, answers, round);
            Duration asked = answers.getLast().retryAfter();
            if (!open.isEmpty() && giveUp.await(backoffMillis(round) + asked.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    /** What is not settled by any of the answers; and, now and then, an event that is, to be sent once more. */
    private List<OutgoingEvent> unsettled(List<OutgoingEvent> sent, List<Answers> answers, int round) {
        List<OutgoingEvent> open = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            OutgoingEvent event = sent.get(i);
            int index = i;
            boolean settled =
                    answers.stream().anyMatch(all -> all.events().get(index).result() != Result.UNKNOWN);
            boolean again = settled && round == 1 && event.valid() && random.nextDouble() < style.repeats();
            if (!settled || again) {
                open.add(random.nextDouble() < UPPER_CASE ? event.withUpperCaseKey() : event);
            }
        }
        return open;
    }

    /** Two requests with the same events at the same time. */
    private List<Answers> race(List<OutgoingEvent> events, int number) throws InterruptedException {
        Answers[] second = new Answers[1];
        Duration cut = cut();
        String request = nextRequest();
        Thread rival = Thread.ofVirtual().start(() -> {
            try {
                second[0] = send(events, number + 1, request, null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Answers first = send(events, number, cut);
        rival.join();
        return second[0] == null ? List.of(first) : List.of(first, second[0]);
    }

    private Answers send(List<OutgoingEvent> events, int number, @Nullable Duration cut) throws InterruptedException {
        return send(events, number, nextRequest(), cut);
    }

    private Answers send(List<OutgoingEvent> events, int number, String request, @Nullable Duration cut)
            throws InterruptedException {
        List<String> attempts = new ArrayList<>();
        for (OutgoingEvent event : events) {
            String attempt = style.name() + "-" + event.sequence() + "-" + number;
            attempts.add(attempt);
            history.append(at -> attempt(at, attempt, request, event, number));
        }
        counts.attempts.add(events.size());
        Answers answers =
                client.send(events.stream().map(OutgoingEvent::envelope).toList(), cut);
        for (int i = 0; i < events.size(); i++) {
            Answer answer = answers.events().get(i);
            String attempt = attempts.get(i);
            history.append(at ->
                    new Outcome(at, attempt, answer.result(), answer.status(), answer.eventId(), answer.detail()));
            count(answer);
        }
        return answers;
    }

    private static Attempt attempt(long at, String attempt, String request, OutgoingEvent event, int number) {
        return new Attempt(
                at,
                attempt,
                request,
                event.publisher(),
                event.sequence(),
                number,
                event.envelope().getAppId(),
                event.envelope().getIdempotencyKey(),
                event.chosenId(),
                event.partition(),
                event.valid(),
                event.digest());
    }

    private void count(Answer answer) {
        switch (answer.result()) {
            case ACCEPTED -> counts.accepted.increment();
            case REJECTED -> counts.refused.increment();
            case UNKNOWN -> counts.unknown.increment();
        }
    }

    private @Nullable Duration cut() {
        return random.nextDouble() < style.cuts() ? Duration.ofMillis(random.nextInt(LONGEST_CUT_MILLIS)) : null;
    }

    private long backoffMillis(int round) {
        long limit = Math.min(BACKOFF_CAP_MILLIS, BACKOFF_MILLIS << Math.min(round, BACKOFF_DOUBLINGS));
        return random.nextLong(limit / 2, limit + 1);
    }

    private String nextRequest() {
        return style.name() + "-r" + ++requests;
    }
}
