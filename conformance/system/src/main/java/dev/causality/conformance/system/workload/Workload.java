package dev.causality.conformance.system.workload;

import dev.causality.checkers.history.HistoryWriter;
import dev.causality.conformance.system.plan.Seeds;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** All clients of a run: what they are is drawn from the seed; they begin, stop, and finish what they began. */
public final class Workload {
    private static final int PUBLISHERS = 10;
    private static final List<String> APPS = List.of("com.acme.shop", "game_1", "Web-Store", "a");
    private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");
    private static final Instant NEW_YEAR = Instant.parse("2027-01-01T00:00:00Z");
    private static final int TIGHT_LIMIT = 20;

    private final List<PublisherStyle> styles = new ArrayList<>();
    private final Seeds seeds;
    private final Counts counts = new Counts();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch giveUp = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Draws the publishers.
     *
     * @param eventsPerSecond of all of them together, roughly
     */
    public Workload(Seeds seeds, double eventsPerSecond) {
        this.seeds = seeds;
        RandomGenerator random = seeds.fork("workload");
        Map<String, List<Instant>> hours = new LinkedHashMap<>();
        for (String app : APPS) {
            hours.put(app, hours(random));
        }
        for (int number = 0; number < PUBLISHERS; number++) {
            String app = APPS.get(number % APPS.size());
            styles.add(PublisherStyle.draw(
                    random, number, app, Objects.requireNonNull(hours.get(app)), eventsPerSecond / (PUBLISHERS / 2.0)));
        }
    }

    /** One to three hours; some at midnight, some on both sides of the new year. */
    private static List<Instant> hours(RandomGenerator random) {
        List<Instant> hours = new ArrayList<>();
        hours.add(DAY.plus(Duration.ofHours(random.nextInt(24))));
        if (random.nextBoolean()) {
            hours.add(NEW_YEAR);
            hours.add(NEW_YEAR.minus(Duration.ofHours(1)));
        }
        return hours;
    }

    /** What was drawn, for people. */
    public List<String> describe() {
        return styles.stream().map(PublisherStyle::toString).toList();
    }

    public Counts counts() {
        return counts;
    }

    /** Makes the keys and begins to send. One app's key has a limit that its clients run into. */
    public void start(URI api, AdminClient admin, HistoryWriter history) throws InterruptedException {
        String limited = APPS.get(seeds.fork("limit").nextInt(APPS.size()));
        Map<String, String> keys = new LinkedHashMap<>();
        for (String app : APPS) {
            keys.put(app, admin.createKey(app, app.equals(limited) ? limit(app) : 0));
        }
        for (PublisherStyle style : styles) {
            GatewayClient client = new GatewayClient(api, Objects.requireNonNull(keys.get(style.app())), style.json());
            Publisher publisher = new Publisher(style, seeds.fork(style.name()), client, history, counts, stop, giveUp);
            threads.add(Thread.ofVirtual().name(style.name()).start(publisher));
        }
    }

    /** Below what the app's clients want to send, but enough for their largest batch. */
    private int limit(String app) {
        double wanted = styles.stream()
                .filter(style -> style.app().equals(app))
                .mapToDouble(PublisherStyle::eventsPerSecond)
                .sum();
        int largest = styles.stream()
                .filter(style -> style.app().equals(app))
                .mapToInt(PublisherStyle::batch)
                .max()
                .orElse(1);
        return Math.max(TIGHT_LIMIT, Math.max(largest, (int) (wanted * 3 / 4)));
    }

    /** Makes no more events, and waits until those that were made are settled, or the patience is over. */
    public void finish(Duration patience) throws InterruptedException {
        stop.countDown();
        long deadline = System.nanoTime() + patience.toNanos();
        for (Thread thread : threads) {
            thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
        giveUp.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Waits for this long, if it is any time at all, or until somebody calls {@link #finish}. */
    public void work(Duration duration) throws InterruptedException {
        stop.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
