package dev.causality.conformance.system.stack;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Something on the wire that is waited for, then held on its way until it is released or dropped. Thread-safe. */
public final class HeldMessage {
    private final AtomicReference<@Nullable CompletableFuture<Boolean>> held = new AtomicReference<>();

    HeldMessage() {}

    void holds(CompletableFuture<Boolean> now) {
        held.set(now);
    }

    /** Whether it has come, and is held. */
    public boolean isHeld() {
        return held.get() != null;
    }

    /** Holds it no longer: what becomes of it now, its point on the wire says. */
    public void letGo() {
        CompletableFuture<Boolean> now = held.get();
        if (now != null) {
            now.complete(true);
        }
    }
}
