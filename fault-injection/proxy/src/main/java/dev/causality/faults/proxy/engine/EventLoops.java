package dev.causality.faults.proxy.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The event loops of a process, shared by all listeners. Thread-safe. */
public final class EventLoops implements AutoCloseable {
    /** A loop that has not got to a task by then is stuck, which is a defect. */
    private static final long PATIENCE_SECONDS = 20;

    private final List<EventLoop> loops;
    private final AtomicInteger next = new AtomicInteger();

    private EventLoops(List<EventLoop> loops) {
        this.loops = loops;
    }

    /** Starts so many loops. */
    public static EventLoops start(int count) {
        List<EventLoop> loops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            EventLoop loop = new EventLoop("fault-proxy-" + i);
            loop.start();
            loops.add(loop);
        }
        return new EventLoops(List.copyOf(loops));
    }

    /** One loop for every two processors: the clients and servers of what is tested mostly share them. */
    public static EventLoops start() {
        return start(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    EventLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /** Runs {@code task} in every loop and waits for the results, in no particular order. Not for use in a loop. */
    <T> List<T> onEach(Function<EventLoop, T> task) {
        List<CompletableFuture<T>> results = loops.stream()
                .map(loop -> {
                    CompletableFuture<T> result = new CompletableFuture<>();
                    loop.execute(() -> complete(result, loop, task));
                    return result;
                })
                .toList();
        return results.stream().map(EventLoops::await).toList();
    }

    /** Runs {@code task} in one loop and waits for it. */
    static <T> T on(EventLoop loop, Function<EventLoop, T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> complete(result, loop, task));
        return await(result);
    }

    private static <T> void complete(CompletableFuture<T> result, EventLoop loop, Function<EventLoop, T> task) {
        try {
            result.complete(task.apply(loop));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private static <T> T await(CompletableFuture<T> result) {
        try {
            return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("an event loop failed", e);
        }
    }

    /** Resets every connection and ends the loops. */
    @Override
    public void close() {
        loops.forEach(EventLoop::stop);
        try {
            for (EventLoop loop : loops) {
                loop.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
