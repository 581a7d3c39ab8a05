package dev.causality.conformance.system.stack;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An acknowledgement that is waited for, then held on its way until it is dropped. Thread-safe. */
public final class HeldAck {
    private final AtomicReference<@Nullable CompletableFuture<Boolean>> held = new AtomicReference<>();

    HeldAck() {}

    void holds(CompletableFuture<Boolean> now) {
        held.set(now);
    }

    /** Whether it has come, and is held. */
    public boolean isHeld() {
        return held.get() != null;
    }

    /** Drops it, and all that came behind it. */
    public void drop() {
        CompletableFuture<Boolean> now = held.get();
        if (now != null) {
            now.complete(true);
        }
    }
}
