package dev.causality.retention;

import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Randomness;
import dev.causality.kernel.Service;
import dev.causality.kernel.Task;
import dev.causality.kernel.telemetry.Gauge;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room in a stream that never drops anything by itself: removes what every required consumer has finished with,
 * once it is old, or as soon as the stream gets full, and nothing within the dedup window. Any number of keepers may run:
 * each decides from the server's state alone, and removing what is gone does no harm.
 */
public final class Keeper implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    /** One round asks some thirty small questions. */
    private static final Duration ROUND_LIMIT = Duration.ofSeconds(30);

    private static final double MILLIS_PER_SECOND = 1_000;

    private final Kernel kernel;
    private final KeeperConfig config;
    private final Telemetry telemetry;
    private final Rounds rounds;
    private final CancellationSource stopping;
    private final Randomness jitter;
    private volatile KeeperStatus status = KeeperStatus.INITIAL;
    private volatile Optional<String> failure = Optional.empty();
    private volatile Optional<Task> task = Optional.empty();

    private Keeper(Kernel kernel, KeeperConfig config, Rounds rounds, Telemetry telemetry) {
        this.kernel = kernel;
        this.telemetry = telemetry;
        this.config = config;
        this.rounds = rounds;
        this.stopping = kernel.newCancellation();
        this.jitter = kernel.random("keeper");
    }

    /**
     * Starts to keep.
     *
     * @param stream the stream
     * @param created when it was created; a keeper never touches another stream that has taken the name since
     * @param nets by the name of the required consumer, what knows of the messages that the server gave up
     * @param largestMessage the most bytes that a message may have, as the server says; asked in each round
     */
    public static Keeper start(
            Kernel kernel,
            EventStream stream,
            Instant created,
            SortedMap<String, SafetyNet> nets,
            LongSupplier largestMessage,
            KeeperConfig config,
            Telemetry telemetry) {
        Rounds rounds = new Rounds(kernel, stream, created, new TreeMap<>(nets), largestMessage, config);
        Keeper keeper = new Keeper(kernel, config, rounds, telemetry);
        keeper.task = Optional.of(kernel.start("keeper", keeper::run));
        return keeper;
    }

    /** What the last round found. */
    public KeeperStatus status() {
        return status;
    }

    /** Always empty: events flow without a keeper, for a while. */
    @Override
    public Optional<String> notReady() {
        return Optional.empty();
    }

    @Override
    public Optional<String> failure() {
        return failure.or(() -> task.flatMap(Task::failure).map(cause -> "the keeper failed: " + cause));
    }

    @Override
    public Optional<String> stop(Deadline deadline) {
        stopping.cancel();
        boolean ended = task.map(running -> running.join(deadline)).orElse(true);
        return ended ? Optional.empty() : Optional.of("the keeper is still at work");
    }

    private void run() {
        while (failure.isEmpty() && kernel.sleep(pause(), stopping)) {
            report(rounds.next(kernel.deadlineIn(ROUND_LIMIT), stopping));
        }
    }

    /** From half to one and a half of the interval, so that many keepers do not ask all at once. */
    private Duration pause() {
        return Duration.ofNanos((long) (config.interval().toNanos() * (0.5 + jitter.nextDouble())));
    }

    private void report(Round round) {
        if (round instanceof Round.Broken(String detail)) {
            failure = Optional.of(detail);
        }
        if (round instanceof Round.Kept(Plan _, long purged, Optional<Instant> oldest)) {
            telemetry.messagesPurged(purged);
            telemetry.set(
                    Gauge.KEEPER_OLDEST_UNFINISHED_SECONDS,
                    oldest.map(this::age).orElse(0.0));
        }
        KeeperStatus before = status;
        KeeperStatus after = before.after(round);
        telemetry.set(Gauge.KEEPER_UNFINISHED_MESSAGES, (double) after.overdue());
        telemetry.set(Gauge.KEEPER_PURGE_BLOCKED, after.blocked() ? 1 : 0);
        status = after;
        if (!after.condition().equals(before.condition())) {
            LOG.atLevel(after.condition().level())
                    .log("event=keeper_{} detail=\"{}\"", after.condition().word(), after.detail());
        }
    }

    private double age(Instant stored) {
        return Math.max(0, Duration.between(stored, kernel.now()).toMillis()) / MILLIS_PER_SECOND;
    }
}
