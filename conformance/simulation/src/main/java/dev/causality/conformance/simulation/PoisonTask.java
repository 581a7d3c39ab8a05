package dev.causality.conformance.simulation;

import dev.causality.checkers.history.ClientEvent.PoisonAttempt;
import dev.causality.checkers.history.ClientEvent.PoisonConfirmed;
import dev.causality.faults.sim.SimKernel;
import dev.causality.kernel.Cancellation;
import dev.causality.ports.Answer;
import dev.causality.ports.EventStream;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StreamState;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.ScreenView;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Publishes bytes that are no events straight into the stream. */
final class PoisonTask {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String SUBJECT = "events.app-0.screen.view";
    private static final int BAD_TAG = 0x0F;

    private final SimKernel kernel;
    private final Recorder recorder;
    private final EventStream stream;

    PoisonTask(SimKernel kernel, Recorder recorder, EventStream stream) {
        this.kernel = kernel;
        this.recorder = recorder;
        this.stream = stream;
    }

    void send(PlannedPoison plan) {
        kernel.sleep(Duration.ofMillis(plan.atMillis()), Cancellation.NEVER);
        byte[] bytes = bytes(plan);
        String name = "poison-" + plan.number();
        String sha256 = Hashes.sha256(bytes);
        recorder.add(at -> new PoisonAttempt(
                at, name, plan.kind().name().toLowerCase(Locale.ROOT), SUBJECT, bytes.length, sha256));
        Publication publication = new Publication(SUBJECT, name, List.of(), bytes);
        while (true) {
            PublishOutcome outcome = stream.publish(publication, kernel.deadlineIn(TIMEOUT), Cancellation.NEVER);
            if (outcome instanceof PublishOutcome.Confirmed(long sequence, boolean _)) {
                String created = created();
                recorder.add(at -> new PoisonConfirmed(at, name, created, sequence));
                return;
            }
            kernel.sleep(PAUSE, Cancellation.NEVER);
        }
    }

    private String created() {
        while (true) {
            if (stream.state(kernel.deadlineIn(TIMEOUT)) instanceof Answer.Known<StreamState>(StreamState state)) {
                return state.created().toString();
            }
            kernel.sleep(PAUSE, Cancellation.NEVER);
        }
    }

    private static byte[] bytes(PlannedPoison plan) {
        byte[] text = ("poison " + plan.number()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return switch (plan.kind()) {
            case EMPTY -> new byte[0];
            case UNDECODABLE -> {
                byte[] bytes = text.clone();
                bytes[0] = BAD_TAG;
                yield bytes;
            }
            case INVALID ->
                EventEnvelope.newBuilder()
                        .setId("poison-" + plan.number())
                        .build()
                        .toByteArray();
            case OVERSIZED ->
                EventEnvelope.newBuilder()
                        .setAppId("app-0")
                        .setScreenView(ScreenView.newBuilder()
                                .setScreenName(plan.number() + "x".repeat((int) Tuning.EVENT_BYTES)))
                        .build()
                        .toByteArray();
        };
    }
}
