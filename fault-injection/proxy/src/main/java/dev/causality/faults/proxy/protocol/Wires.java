package dev.causality.faults.proxy.protocol;

import dev.causality.faults.plan.Moment;
import dev.causality.faults.proxy.run.Wire;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Shows moments to the wire, and makes verdicts of what it wants held. */
public final class Wires {
    private Wires() {}

    /** What becomes of that which shows this: it passes, or is held for as long as somebody wants. */
    public static Verdict shows(Wire wire, String link, Moment moment, String detail) {
        if (!wire.isWatched()) {
            return Verdict.PASS;
        }
        Optional<CompletionStage<Wire.Release>> held = wire.shows(link, moment, detail);
        return held.isEmpty() ? Verdict.PASS : new Verdict.Hold(release -> letGo(held.get(), release));
    }

    private static void letGo(CompletionStage<Wire.Release> held, Verdict.Release release) {
        var _ = held.whenComplete((what, failure) -> {
            if (failure == null && what == Wire.Release.DROP) {
                release.drop();
            } else {
                release.pass();
            }
        });
    }
}
