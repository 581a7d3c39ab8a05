package dev.causality.faults.sim.world.jetstream;

import dev.causality.faults.sim.world.jetstream.PublishAnswer.Failed;
import dev.causality.faults.sim.world.jetstream.PublishAnswer.Problem;
import dev.causality.faults.sim.world.jetstream.PublishAnswer.Stored;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Header;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The server: its streams, their consumers, and its clock, which every method is told. Not safe for use by several
 * threads. It cannot be asked while it is stopped.
 */
public final class StreamServer {

    /** A moment that does not come. */
    public static final long NEVER = Long.MAX_VALUE;

    private final WallClock wall;
    private final ServerSettings settings;
    private final BooleanSupplier overheard;
    private final TreeMap<String, Hosted> streams = new TreeMap<>();
    private final Advisories advisories = new Advisories(this::publishAdvisory);
    private DueWatch watch = DueWatch.NONE;
    private long now;
    private long lastCreated;
    private long nextSync;
    private boolean running = true;

    /**
     * A server without streams.
     *
     * @param epoch the server's wall-clock time at its moment 0
     * @param overheard draws, for a consumer after a start, whether the streams that capture what it says are there to hear
     *     it: they come back side by side, and it begins to speak as soon as it is back itself
     */
    public StreamServer(Instant epoch, ServerSettings settings, BooleanSupplier overheard) {
        this.wall = new WallClock(epoch);
        this.settings = settings;
        this.overheard = overheard;
        this.nextSync = settings.syncIntervalNanos();
    }

    /**
     * What is set for the server as a whole.
     *
     * @param maxPayloadBytes the largest message, headers included
     * @param syncIntervalNanos how often it makes what it has confirmed safe from a power cut; 0 = before it confirms
     */
    public record ServerSettings(long maxPayloadBytes, long syncIntervalNanos) {

        private static final long MEBIBYTE = 1024 * 1024;
        private static final long TWO_MINUTES = 120_000_000_000L;

        /** Those of a server that nobody has configured. */
        public static final ServerSettings DEFAULT = new ServerSettings(MEBIBYTE, TWO_MINUTES);

        /** The same with another interval; 0 = always. */
        public ServerSettings syncingEvery(long newIntervalNanos) {
            return new ServerSettings(maxPayloadBytes, newIntervalNanos);
        }
    }

    /** How a server ends. */
    public enum Stop {
        /** It writes everything down first. */
        IN_ORDER,
        /** Killed: what it has stored is safe, what consumers did in the last moments is not. */
        KILLED,
        /** The machine lost power: what was not synced is gone as well. */
        POWER_CUT
    }

    /** A stream and what hangs on it. */
    private record Hosted(StoredStream stream, Follows follows, TreeMap<String, PullConsumer> consumers) {}

    /** Tells it from now on what falls due. */
    public void watch(DueWatch watcher) {
        watch = watcher;
    }

    public ServerSettings settings() {
        return settings;
    }

    public boolean running() {
        return running;
    }

    /** When {@link #run} wants to be called, if nothing else is called before. */
    public long nextTimer() {
        if (!running) {
            return NEVER;
        }
        long next = settings.syncIntervalNanos() > 0 ? nextSync : NEVER;
        for (Hosted hosted : streams.values()) {
            next = Math.min(next, hosted.stream().nextExpiry());
            next = Math.min(next, hosted.follows().nextTimer());
            for (PullConsumer consumer : hosted.consumers().values()) {
                next = Math.min(next, consumer.nextTimer());
            }
        }
        return next;
    }

    /** Lets it be {@code at}: does all that is due. */
    public void run(long at) {
        now = at;
        if (!running) {
            return;
        }
        for (Hosted hosted : List.copyOf(streams.values())) {
            hosted.stream().expire(now, message -> removed(hosted, message));
            hosted.follows().run(now);
            List.copyOf(hosted.consumers().values()).forEach(consumer -> consumer.run(now));
        }
        if (settings.syncIntervalNanos() > 0 && now >= nextSync) {
            streams.values().forEach(hosted -> hosted.stream().sync());
            nextSync = now + settings.syncIntervalNanos();
        }
    }

    /** @return false when there is a stream of that name already */
    public boolean createStream(StreamSettings wanted, long at) {
        now = at;
        if (streams.containsKey(wanted.name())) {
            return false;
        }
        StoredStream stream = new StoredStream(wanted, creationTime());
        streams.put(wanted.name(), new Hosted(stream, new Follows(stream), new TreeMap<>()));
        return true;
    }

    public Optional<StreamSettings> streamSettings(String stream) {
        return hosted(stream).map(hosted -> hosted.stream().settings());
    }

    /** Deletes it with its consumers; does nothing when there is none. */
    public void deleteStream(String name, long at) {
        now = at;
        Hosted hosted = streams.remove(name);
        if (hosted != null) {
            hosted.follows().endAll();
            hosted.consumers().values().forEach(PullConsumer::deleted);
        }
    }

    public Optional<StreamState> streamState(String stream) {
        return hosted(stream).map(hosted -> hosted.stream().state());
    }

    /** Stores a message in the stream that captures its subject. */
    public PublishAnswer publish(String subject, List<Header> headers, byte[] payload, long at) {
        now = at;
        if (Sizes.headers(headers) + payload.length > settings.maxPayloadBytes()) {
            return new Failed(Problem.TOO_LARGE, "maximum payload exceeded");
        }
        for (Hosted hosted : streams.values()) {
            if (hosted.stream().settings().captures(subject)) {
                return store(hosted, subject, headers, payload);
            }
        }
        return new PublishAnswer.Nobody();
    }

    private PublishAnswer store(Hosted hosted, String subject, List<Header> headers, byte[] payload) {
        StoredStream stream = hosted.stream();
        PublishAnswer answer =
                stream.publish(subject, headers, payload, wall.at(now), now, message -> removed(hosted, message));
        if (settings.syncIntervalNanos() == 0) {
            stream.sync();
        }
        if (answer instanceof Stored(String _, long sequence, boolean duplicate) && !duplicate) {
            hosted.follows().run(now);
            StoredMessage message = stream.get(sequence);
            if (message != null) {
                List.copyOf(hosted.consumers().values()).forEach(consumer -> consumer.stored(message, now));
            }
        }
        return answer;
    }

    private void publishAdvisory(String subject, byte[] payload) {
        publish(subject, List.of(), payload, now);
    }

    private void removed(Hosted hosted, StoredMessage message) {
        hosted.consumers().values().forEach(consumer -> consumer.removed(message, now));
    }

    /** The message at this sequence; empty when there is none, or no such stream. */
    public Optional<StoredMessage> message(String stream, long sequence) {
        return hosted(stream).map(hosted -> hosted.stream().get(sequence));
    }

    /** The last message of this subject; empty when there is none, or no such stream. */
    public Optional<StoredMessage> lastMessage(String stream, String subject) {
        return hosted(stream).map(hosted -> hosted.stream().get(hosted.stream().lastOf(subject)));
    }

    /** Removes all below {@code sequence}; empty when there is no such stream. */
    public Optional<Long> purgeBelow(String stream, long sequence, long at) {
        now = at;
        Optional<Hosted> found = hosted(stream);
        Optional<Long> purged = found.map(hosted -> hosted.stream().purgeBelow(sequence));
        found.ifPresent(hosted -> List.copyOf(hosted.consumers().values()).forEach(consumer -> consumer.purged(now)));
        return purged;
    }

    /** Answers now, or once there is something. @return false when there is no such stream */
    public boolean follow(Follow follow, long at) {
        now = at;
        Optional<Hosted> hosted = hosted(follow.stream());
        hosted.ifPresent(found -> found.follows().add(follow, now));
        return hosted.isPresent();
    }

    /** @return false when there is no such stream, or a consumer of that name already */
    public boolean createConsumer(String stream, ConsumerSpec spec, long at) {
        now = at;
        Optional<Hosted> found = hosted(stream);
        if (found.isEmpty() || found.get().consumers().containsKey(spec.name())) {
            return false;
        }
        Hosted hosted = found.get();
        PullConsumer made =
                new PullConsumer(spec, creationTime(), hosted.stream(), advisories, wall, moment -> watch.due(moment));
        hosted.consumers().put(spec.name(), made);
        return true;
    }

    public Optional<ConsumerSpec> consumerSpec(String stream, String consumer) {
        return consumer(stream, consumer).map(PullConsumer::spec);
    }

    public Optional<ConsumerState> consumerState(String stream, String consumer) {
        return consumer(stream, consumer).map(PullConsumer::state);
    }

    /** Deletes it; does nothing when there is none. */
    public void deleteConsumer(String stream, String name, long at) {
        now = at;
        Optional<PullConsumer> deleted = consumer(stream, name);
        hosted(stream).ifPresent(hosted -> hosted.consumers().remove(name));
        deleted.ifPresent(PullConsumer::deleted);
    }

    /** @return false when there is no such consumer */
    public boolean pull(String stream, String consumer, Pull pull, long at) {
        now = at;
        Optional<PullConsumer> found = consumer(stream, consumer);
        found.ifPresent(target -> target.pull(pull, now));
        return found.isPresent();
    }

    /** @return whether the server confirms it to a client that asks */
    public boolean answer(AckAddress address, AckAnswer answer, long at) {
        now = at;
        return consumer(address.stream(), address.consumer())
                .map(consumer -> consumer.answer(address, answer, now))
                .orElse(false);
    }

    /** What a power cut would take now, of each stream that would lose something. */
    public SortedMap<String, List<StoredMessage>> unsynced() {
        SortedMap<String, List<StoredMessage>> unsynced = new TreeMap<>();
        streams.forEach((name, hosted) -> unsynced.put(name, hosted.stream().unsynced()));
        unsynced.values().removeIf(List::isEmpty);
        return unsynced;
    }

    /** Ends it. Whoever waited for something is not told. */
    public void stop(Stop how, long at) {
        now = at;
        running = false;
        for (Hosted hosted : streams.values()) {
            hosted.follows().forget();
            hosted.consumers().values().forEach(consumer -> consumer.stop(now, how == Stop.IN_ORDER));
            if (how == Stop.POWER_CUT) {
                hosted.stream().loseUnsynced();
            } else {
                hosted.stream().sync();
            }
        }
    }

    /** Starts it again, with what it had written. */
    public void start(long at) {
        now = at;
        running = true;
        nextSync = now + settings.syncIntervalNanos();
        for (Hosted hosted : streams.values()) {
            hosted.stream().restart(now);
            hosted.consumers().values().forEach(consumer -> consumer.restart(now));
        }
        for (Hosted hosted : streams.values()) {
            for (PullConsumer consumer : hosted.consumers().values()) {
                advisories.listened(overheard.getAsBoolean());
                consumer.run(now);
            }
        }
        advisories.listened(true);
    }

    private Optional<Hosted> hosted(String stream) {
        return Optional.ofNullable(streams.get(stream));
    }

    private Optional<PullConsumer> consumer(String stream, String name) {
        return hosted(stream).map(hosted -> hosted.consumers().get(name));
    }

    /** Never the same twice: with name and sequence it is a message's identity. */
    private Instant creationTime() {
        lastCreated = Math.max(now, lastCreated + 1);
        return wall.at(lastCreated);
    }
}
