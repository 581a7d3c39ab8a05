package dev.causality.faults.proxy.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with a selector, its timers and its connections. All state but the queue of tasks belongs to the thread.
 *
 * <p>A selector waits whole milliseconds. What is left of a wait below one is slept through, and sockets wait that long:
 * without it a toxic that waits ten microseconds between slices would wait a hundred times as long.
 */
final class EventLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** Large enough for bulk transfers to need few calls; there is one for each loop. */
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Selector selector;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final TreeSet<Alarm> alarms = new TreeSet<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Thread thread;
    private long alarmNumber;
    private volatile boolean stopped;

    EventLoop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot wait for sockets", e);
        }
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this);
    }

    void start() {
        thread.start();
    }

    /** Closes what is open and ends the thread. */
    void stop() {
        stopped = true;
        selector.wakeup();
    }

    void join() throws InterruptedException {
        thread.join();
    }

    /** Runs a task in this loop soon. Thread-safe. */
    void execute(Runnable task) {
        tasks.add(task);
        if (!Thread.currentThread().equals(thread)) {
            selector.wakeup();
        }
    }

    Selector selector() {
        return selector;
    }

    /** Lets go of what was closed: until then the system keeps it, and a listening port with it. */
    void deregisterClosed() {
        try {
            selector.selectNow(EventLoop::ready);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot wait for sockets", e);
        }
    }

    ByteBuffer buffer() {
        return buffer;
    }

    Set<Connection> connections() {
        return connections;
    }

    Alarm alarm(long atNanos, Runnable action) {
        Alarm alarm = new Alarm(atNanos, alarmNumber++, action);
        alarms.add(alarm);
        return alarm;
    }

    void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                runTasks();
                awaitSockets();
                ringAlarms();
            }
            connections.stream().toList().forEach(Connection::abandon);
            runTasks();
            selector.close();
        } catch (IOException | ClosedSelectorException e) {
            LOG.error("event loop stopped", e);
        }
    }

    private void awaitSockets() throws IOException {
        if (alarms.isEmpty()) {
            selector.select(EventLoop::ready);
            return;
        }
        long wait = alarms.first().atNanos - System.nanoTime();
        if (wait >= NANOS_PER_MILLI) {
            selector.select(EventLoop::ready, wait / NANOS_PER_MILLI);
            return;
        }
        if (wait > 0 && selector.selectNow(EventLoop::ready) == 0) {
            LockSupport.parkNanos(wait);
        }
        selector.selectNow(EventLoop::ready);
    }

    private static void ready(SelectionKey key) {
        try {
            ((Ready) key.attachment()).ready(key);
        } catch (RuntimeException e) {
            LOG.error("a socket of an event loop failed", e);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
    }

    private void ringAlarms() {
        while (!alarms.isEmpty() && alarms.first().atNanos - System.nanoTime() <= 0) {
            guarded(alarms.removeFirst().action);
        }
    }

    /** One connection's defect must not end the others. Connections guard themselves; this is the last line. */
    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("a task of an event loop failed", e);
        }
    }

    /** What is attached to a selection key. */
    interface Ready {
        void ready(SelectionKey key);
    }

    /** An action at a time. Ordered by time, then by age. */
    static final class Alarm implements Comparable<Alarm> {
        private final long atNanos;
        private final long number;
        private final Runnable action;

        private Alarm(long atNanos, long number, Runnable action) {
            this.atNanos = atNanos;
            this.number = number;
            this.action = action;
        }

        @Override
        public int compareTo(Alarm other) {
            int byTime = Long.signum(atNanos - other.atNanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }
}
