package dev.causality.conformance.contract;

import static dev.causality.conformance.contract.Cast.NEVER;
import static dev.causality.conformance.contract.Cast.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.ports.EventStream;
import dev.causality.ports.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The rules about followers. */
abstract class StreamFollowing extends StreamRules {

    @Test
    void es17_a_follower_gives_every_message_old_and_new_once_and_in_order() throws Exception {
        with((cast, stream) -> {
            cast.publish(stream, 700);
            try (EventStream.Follower follower = stream.follow()) {
                List<StoredMessage> seen = follow(cast, follower, 700);
                cast.publish(stream, 20);
                seen.addAll(follow(cast, follower, 20));

                assertThat(seen)
                        .extracting(StoredMessage::sequence)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, 720).boxed().toList());
                assertThat(seen.getFirst().payload()).isEqualTo(bytes("message 1"));
                assertThat(seen.getFirst().subject()).isEqualTo(stream.name() + ".x");
            }
        });
    }

    @Test
    void es18_a_follower_waits_until_the_deadline_for_a_first_message() throws Exception {
        with((cast, stream) -> {
            try (EventStream.Follower follower = stream.follow()) {
                long start = cast.kernel.nanoTime();
                assertThat(follower.next(cast.in(300), NEVER)).isEmpty();
                assertThat(Duration.ofNanos(cast.kernel.nanoTime() - start))
                        .isBetween(Duration.ofMillis(290), Duration.ofMillis(1_500));
                cast.kernel.start("publisher", () -> {
                    cast.sleep(200);
                    cast.publish(stream, "new");
                });
                assertThat(follower.next(cast.soon(), NEVER)).hasSize(1);
            }
        });
    }

    @Test
    void es19_a_follower_begins_with_what_a_purge_has_left() throws Exception {
        with((cast, stream) -> {
            cast.publish(stream, 5);
            stream.purgeBelow(4, cast.soon());
            try (EventStream.Follower follower = stream.follow()) {
                assertThat(follow(cast, follower, 2))
                        .extracting(StoredMessage::sequence)
                        .containsExactly(4L, 5L);
            }
        });
    }

    private static List<StoredMessage> follow(Cast cast, EventStream.Follower follower, int count) {
        List<StoredMessage> seen = new ArrayList<>();
        while (seen.size() < count) {
            List<StoredMessage> next = follower.next(cast.in(10_000), NEVER);
            assertThat(next).as("after %s messages", seen.size()).isNotEmpty();
            seen.addAll(next);
        }
        return seen;
    }
}
