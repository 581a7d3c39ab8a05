package dev.causality.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.kernel.Cancellation;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.PublishOutcome.Confirmed;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server's memory of message ids, after the keeper and a restart. */
final class KeeperDedupTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int OLD = 30;

    private final KeptStream kept = new KeptStream(WINDOW);

    @AfterEach
    void stop() {
        kept.close();
    }

    @Test
    void a3_a_duplicate_within_the_window_is_recognised_after_a_purge_and_a_restart() {
        EventConsumer sink = kept.consumer(KeptStream.SINK, -1);
        for (int i = 0; i < OLD; i++) {
            kept.publish("old " + i);
        }
        KeptStream.KERNEL.sleep(WINDOW.plusMillis(500), Cancellation.NEVER);
        int young = 0;
        while (kept.publish("young " + young) instanceof Confirmed) {
            young++;
        }
        KeptStream.ack(sink, OLD + young);

        Keeper keeper = kept.keeper(KeptStream.LONG, KeptStream.SINK);
        await().until(() -> keeper.status().purged() > 0);
        keeper.stop(KeptStream.soon());
        kept.server.kill();
        kept.server.restart();
        kept.state();

        for (int i = 0; i < young; i++) {
            assertThat(kept.publish("young " + i)).isEqualTo(new Confirmed(OLD + 1L + i, true));
        }
        assertThat(kept.state().firstSequence()).isEqualTo(OLD + 1L);
    }
}
