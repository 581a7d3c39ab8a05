package dev.causality.gateway.core;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.Answer;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.DocumentBucket.Change;
import dev.causality.ports.DocumentBucket.Document;
import dev.causality.ports.DocumentBucket.WriteOutcome;
import dev.causality.ports.PortException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@link KeyIndex} up to date from a watch of the bucket of keys, and knows how far it can be trusted.
 *
 * <p>A watch that has gone silent looks like a bucket in which nothing changes; a key revoked meanwhile would go on
 * working. So a second task puts a pulse into the bucket every second, in one document that all instances share, and
 * waits until the watch shows it: everything that was changed before the pulse was sent is then known. When no pulse comes
 * through for a while the watch is opened anew; when none has for longer than the bound, the index is not to be used.
 *
 * <p>A pulse whose revision the watch had passed before it was sent went into another bucket, or into one that has lost
 * its end: it proves nothing, and the watch is opened anew. A bucket that is gone, or was made again, is for people to look
 * into: from then on no key is accepted, and the gateway ends.
 */
final class KeyFeed {

    /** The document of the pulse; keys have names with {@link #KEY_PREFIX} in front. */
    static final String PULSE = "pulse";

    static final String KEY_PREFIX = "key.";

    private static final Logger LOG = LoggerFactory.getLogger(KeyFeed.class);
    private static final Duration PULSE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PULSE_TIMEOUT = Duration.ofSeconds(1);
    private static final int PULSE_ATTEMPTS = 4;
    private static final Duration REOPEN_PAUSE = Duration.ofMillis(500);
    /** Two pulses may go astray before the watch is taken for dead. */
    private static final Duration REOPEN_AFTER = Duration.ofSeconds(3);

    /** Enough for a server that does not know all of its streams in the first moments after a restart. */
    private static final int REFUSALS_BEFORE_FAILURE = 5;

    private static final byte[] NOTHING = new byte[0];

    private final Kernel kernel;
    private final DocumentBucket bucket;
    private final KeyIndex index;
    private final Duration maxStaleness;
    private final Cancellation stopping;

    private volatile CancellationSource watching;
    private volatile boolean complete;
    private volatile Optional<String> failure = Optional.empty();
    private int refusals;
    private volatile long currentAsOfNanos;
    private volatile long pulseRevision;

    KeyFeed(Kernel kernel, DocumentBucket bucket, KeyIndex index, Duration maxStaleness, Cancellation stopping) {
        this.kernel = kernel;
        this.bucket = bucket;
        this.index = index;
        this.maxStaleness = maxStaleness;
        this.stopping = stopping;
        this.watching = kernel.newCancellation();
        this.currentAsOfNanos = kernel.nanoTime();
    }

    /** Whether the index shows every change that is older than the bound. */
    boolean current() {
        return complete && kernel.nanoTime() - currentAsOfNanos <= maxStaleness.toNanos();
    }

    /** Why the index will never be of use again; empty while it may. */
    Optional<String> failure() {
        return failure;
    }

    /** How old the newest state is that the index is known to show. */
    Duration staleness() {
        return Duration.ofNanos(kernel.nanoTime() - currentAsOfNanos);
    }

    /** Follows the bucket until stopped, or until there is none to follow: the body of a task. */
    void follow() {
        while (!stopping.isCancelled() && failure.isEmpty()) {
            CancellationSource reopen = kernel.newCancellation();
            watching = reopen;
            try (var _ = stopping.onCancel(reopen::cancel);
                    DocumentBucket.Watch watch = bucket.watch()) {
                follow(watch, reopen);
            } catch (PortException gone) {
                distrust(String.valueOf(gone.getMessage()));
                kernel.sleep(REOPEN_PAUSE, stopping);
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("the watch of the API keys broke, opening it again");
                kernel.sleep(REOPEN_PAUSE, stopping);
            }
        }
    }

    /** What was learnt is not to be used until a watch has told everything again; if none can, never. */
    private void distrust(String reason) {
        complete = false;
        refusals++;
        LOG.atWarn().addKeyValue("reason", reason).log("the bucket of API keys cannot be watched");
        if (refusals == REFUSALS_BEFORE_FAILURE) {
            failure = Optional.of("the API keys cannot be had any more: " + reason);
        }
    }

    private void follow(DocumentBucket.Watch watch, Cancellation reopen) {
        List<KeyChange> first = new ArrayList<>();
        boolean caughtUp = false;
        while (!reopen.isCancelled()) {
            for (Change change : watch.next(Deadline.NEVER, reopen)) {
                if (change instanceof Change.CaughtUp) {
                    index.replaceBy(first);
                    first = new ArrayList<>();
                    caughtUp = true;
                    refusals = 0;
                    complete = true;
                } else {
                    first.add(read(change));
                }
            }
            if (caughtUp && !first.isEmpty()) {
                index.apply(first);
                first = new ArrayList<>();
            }
        }
    }

    private KeyChange read(Change change) {
        return switch (change) {
            case Change.Put(Document(String key, byte[] _, long revision))
            when key.equals(PULSE) -> {
                pulseRevision = revision;
                yield new KeyChange.Other(revision);
            }
            case Change.Put(Document(String key, byte[] value, long revision)) ->
                key.startsWith(KEY_PREFIX) ? put(key, value, revision) : new KeyChange.Other(revision);
            case Change.Deleted(String key, long revision) ->
                key.startsWith(KEY_PREFIX)
                        ? new KeyChange.Gone(key.substring(KEY_PREFIX.length()), revision)
                        : new KeyChange.Other(revision);
            case Change.CaughtUp() -> throw new IllegalArgumentException("not a change of a document");
        };
    }

    /** A document that cannot be read takes the key of that name out of use: it is no longer what was learnt before. */
    private static KeyChange put(String name, byte[] value, long revision) {
        String id = name.substring(KEY_PREFIX.length());
        Optional<ApiKey> key = KeyDocument.read(value).filter(read -> read.id().equals(id));
        if (key.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("key", id)
                    .log("the document of an API key cannot be read; the key is not accepted");
            return new KeyChange.Gone(id, revision);
        }
        return new KeyChange.Put(key.get(), revision);
    }

    /** Sends pulses until stopped: the body of a task. */
    void pulse() {
        while (kernel.sleep(PULSE_INTERVAL, stopping)) {
            long sentAt = kernel.nanoTime();
            long passed = index.seenRevision();
            Deadline deadline = kernel.deadlineIn(PULSE_TIMEOUT);
            Optional<Long> revision = send(deadline);
            if (revision.isPresent() && revision.get() <= passed) {
                LOG.atWarn()
                        .addKeyValue("revision", revision.get())
                        .addKeyValue("watched", passed)
                        .log("the watch of the API keys is ahead of their bucket");
                watching.cancel();
            } else if (revision.isPresent() && index.awaitRevision(revision.get(), deadline) && complete) {
                currentAsOfNanos = sentAt;
            } else if (revision.isPresent() && staleness().compareTo(REOPEN_AFTER) > 0) {
                LOG.atWarn()
                        .addKeyValue("stale_seconds", staleness().toSeconds())
                        .log("the watch of the API keys is silent");
                watching.cancel();
            }
        }
    }

    /** Writes the pulse: its revision, if that is known to have worked. Other instances do the same all the time. */
    private Optional<Long> send(Deadline deadline) {
        for (int attempt = 0; attempt < PULSE_ATTEMPTS; attempt++) {
            long last = pulseRevision;
            WriteOutcome outcome =
                    last == 0 ? bucket.create(PULSE, NOTHING, deadline) : bucket.update(PULSE, NOTHING, last, deadline);
            if (outcome instanceof WriteOutcome.Written(long revision)) {
                pulseRevision = revision;
                return Optional.of(revision);
            }
            if (!(bucket.get(PULSE, deadline) instanceof Answer.Known<Optional<Document>>(Optional<Document> pulse))) {
                return Optional.empty();
            }
            pulseRevision = pulse.map(Document::revision).orElse(0L);
        }
        return Optional.empty();
    }
}
