package dev.causality.conformance.contract;

import static dev.causality.conformance.contract.Cast.NEVER;
import static dev.causality.conformance.contract.Cast.bytes;
import static dev.causality.conformance.contract.Cast.confirmed;
import static dev.causality.conformance.contract.Cast.known;
import static dev.causality.conformance.contract.Cast.message;
import static dev.causality.conformance.contract.Cast.newName;
import static dev.causality.conformance.contract.Cast.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.kernel.CancellationSource;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.Header;
import dev.causality.ports.PortException;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.PublishOutcome.Refused;
import dev.causality.ports.PublishOutcome.Unknown;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link EventStreams} and {@link EventStream} must do, its followers included. */
public abstract class EventStreamContract extends StreamFollowing {

    @Test
    void es01_a_confirmed_message_can_be_read_as_it_was_published() throws Exception {
        with((cast, stream) -> {
            List<Header> headers = List.of(new Header("B", "2"), new Header("A", "1"), new Header("A", "0"));
            byte[] body = {0, 1, -1, 13, 10, 0};
            long sequence = confirmed(
                    stream.publish(new Publication(stream.name() + ".a.b", "id-1", headers, body), cast.soon(), NEVER));

            StoredMessage stored = known(stream.read(sequence, cast.soon())).orElseThrow();

            assertThat(stored.sequence()).isEqualTo(sequence);
            assertThat(stored.subject()).isEqualTo(stream.name() + ".a.b");
            assertThat(stored.payload()).isEqualTo(body);
            assertThat(stored.headers()).containsAll(headers).contains(new Header("Nats-Msg-Id", "id-1"));
        });
    }

    @Test
    void es02_sequences_begin_at_one_and_leave_no_gap() throws Exception {
        with((cast, stream) -> {
            List<Long> sequences = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sequences.add(cast.publish(stream, "message " + i));
            }

            assertThat(sequences).containsExactly(1L, 2L, 3L, 4L, 5L);
        });
    }

    @Test
    void es03_a_repeated_id_is_a_duplicate_of_the_first_message_and_stores_nothing() throws Exception {
        with((cast, stream) -> {
            long first = confirmed(stream.publish(message(stream, "id", "one"), cast.soon(), NEVER));
            confirmed(stream.publish(message(stream, "other", "two"), cast.soon(), NEVER));

            assertThat(stream.publish(message(stream, "id", "again"), cast.soon(), NEVER))
                    .isEqualTo(new Confirmed(first, true));
            assertThat(known(stream.state(cast.soon())).messages()).isEqualTo(2);
        });
    }

    @Test
    void es04_every_publication_of_a_batch_has_its_own_outcome_in_its_own_place() throws Exception {
        with((cast, stream) -> {
            List<PublishOutcome> outcomes = stream.publishAll(
                    List.of(
                            message(stream, "a", "one"),
                            new Publication("nobody.takes.this", "", List.of(), bytes("two")),
                            message(stream, "a", "one again"),
                            new Publication("a b", "", List.of(), bytes("three")),
                            message(stream, "b", "four")),
                    cast.soon(),
                    NEVER);

            assertThat(outcomes.get(0)).isEqualTo(new Confirmed(1, false));
            assertThat(refusal(outcomes.get(1))).isEqualTo(Refusal.UNAVAILABLE);
            assertThat(outcomes.get(2)).isEqualTo(new Confirmed(1, true));
            assertThat(refusal(outcomes.get(3))).isEqualTo(Refusal.OTHER);
            assertThat(outcomes.get(4)).isEqualTo(new Confirmed(2, false));
        });
    }

    @Test
    void es05_what_would_break_the_protocol_is_refused_and_the_rest_goes_on() throws Exception {
        with((cast, stream) -> {
            for (String subject : List.of("", " ", "a\r\nb", "a.*", "a.>", "a..b", ".a", "a.")) {
                assertThat(refusal(stream.publish(
                                new Publication(subject, "", List.of(), bytes("x")), cast.soon(), NEVER)))
                        .as("subject '%s'", subject)
                        .isEqualTo(Refusal.OTHER);
            }
            Publication header =
                    new Publication(stream.name() + ".x", "", List.of(new Header("H", "a\r\nb")), bytes("x"));
            assertThat(refusal(stream.publish(header, cast.soon(), NEVER))).isEqualTo(Refusal.OTHER);
            assertThat(cast.publish(stream, "fine")).isEqualTo(1);
        });
    }

    @Test
    void es06_a_message_larger_than_the_server_takes_is_refused_as_too_large() throws Exception {
        with((cast, stream) -> {
            int most = (int) cast.streams.maxPayloadBytes();
            Publication large = new Publication(stream.name() + ".x", "", List.of(), new byte[most + 1]);
            Publication fits = new Publication(stream.name() + ".x", "", List.of(), new byte[most]);

            assertThat(refusal(stream.publish(large, cast.soon(), NEVER))).isEqualTo(Refusal.TOO_LARGE);
            assertThat(stream.publish(fits, cast.soon(), NEVER)).isEqualTo(new Confirmed(1, false));
        });
    }

    @Test
    void es07_a_subject_of_another_stream_is_refused() throws Exception {
        with((cast, stream) -> {
            EventStream other = cast.stream();

            assertThat(refusal(stream.publish(message(other, "", "x"), cast.soon(), NEVER)))
                    .isEqualTo(Refusal.OTHER);
        });
    }

    @Test
    void es08_a_full_stream_refuses_as_full_evicts_nothing_and_takes_messages_again_when_there_is_room()
            throws Exception {
        stage().play((kernel, streams) -> {
            Cast cast = new Cast(kernel, streams);
            EventStream stream = streams.open(spec(newName(), 5_000), cast.soon());
            Publication large = new Publication(stream.name() + ".x", "", List.of(), new byte[1_000]);
            List<PublishOutcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                outcomes.add(stream.publish(large, cast.soon(), NEVER));
            }

            assertThat(outcomes.getFirst()).isEqualTo(new Confirmed(1, false));
            assertThat(refusal(outcomes.getLast())).isEqualTo(Refusal.FULL);
            assertThat(known(stream.state(cast.soon())).firstSequence()).isEqualTo(1);
            assertThat(known(stream.state(cast.soon())).bytes()).isLessThanOrEqualTo(5_000);
            stream.purgeBelow(3, cast.soon());
            assertThat(stream.publish(large, cast.soon(), NEVER)).isInstanceOf(Confirmed.class);
        });
    }

    @Test
    void es09_a_purge_removes_exactly_what_lies_below_and_repeating_it_removes_nothing() throws Exception {
        with((cast, stream) -> {
            cast.publish(stream, 10);

            assertThat(known(stream.purgeBelow(8, cast.soon()))).isEqualTo(7);
            assertThat(known(stream.purgeBelow(8, cast.soon()))).isZero();
            assertThat(known(stream.purgeBelow(0, cast.soon()))).isZero();

            StreamState state = known(stream.state(cast.soon()));
            assertThat(state.firstSequence()).isEqualTo(8);
            assertThat(state.lastSequence()).isEqualTo(10);
            assertThat(state.messages()).isEqualTo(3);
            assertThat(known(stream.read(7, cast.soon()))).isEmpty();
            assertThat(known(stream.read(8, cast.soon()))).isPresent();
        });
    }

    @Test
    void es10_what_is_not_there_is_known_not_to_be() throws Exception {
        with((cast, stream) -> {
            cast.publish(stream, "x");

            assertThat(known(stream.read(2, cast.soon()))).isEmpty();
            assertThat(known(stream.readLast(stream.name() + ".none", cast.soon())))
                    .isEmpty();
            assertThat(known(stream.consumerState("nobody", cast.soon()))).isEmpty();
        });
    }

    @Test
    void es11_the_last_message_of_a_subject_is_the_last() throws Exception {
        with((cast, stream) -> {
            cast.publish(stream, "one");
            cast.publish(stream, "two");
            stream.publish(
                    new Publication(stream.name() + ".other", "", List.of(), bytes("three")), cast.soon(), NEVER);

            assertThat(known(stream.readLast(stream.name() + ".x", cast.soon()))
                            .orElseThrow()
                            .payload())
                    .isEqualTo(bytes("two"));
        });
    }

    @Test
    void es12_an_expectation_that_fails_is_refused_and_one_that_holds_is_not() throws Exception {
        with((cast, stream) -> {
            Publication first = expecting(stream, 0);
            assertThat(stream.publish(first, cast.soon(), NEVER)).isEqualTo(new Confirmed(1, false));

            assertThat(refusal(stream.publish(first, cast.soon(), NEVER))).isEqualTo(Refusal.OTHER);
            assertThat(stream.publish(expecting(stream, 1), cast.soon(), NEVER)).isEqualTo(new Confirmed(2, false));
        });
    }

    private static Publication expecting(EventStream stream, long sequence) {
        Header header = new Header("Nats-Expected-Last-Subject-Sequence", Long.toString(sequence));
        return new Publication(stream.name() + ".x", "", List.of(header), bytes("y"));
    }

    @Test
    void es13_a_streams_creation_is_told_and_does_not_change() throws Exception {
        with((cast, stream) -> {
            StreamState before = known(stream.state(cast.soon()));
            cast.publish(stream, 3);
            EventStream again = cast.streams.open(spec(stream.name(), -1), cast.soon());

            StreamState after = known(again.state(cast.soon()));

            assertThat(after.created()).isEqualTo(before.created());
            assertThat(after.messages()).isEqualTo(3);
            assertThat(after.lastSequence()).isEqualTo(3);
            assertThat(after.maxBytes()).isEqualTo(-1);
        });
    }

    @Test
    void es14_opening_a_stream_that_contradicts_is_an_error() throws Exception {
        with((cast, stream) -> assertThatThrownBy(() -> cast.streams.open(spec(stream.name(), 10_000), cast.in(2_000)))
                .isInstanceOf(PortException.class)
                .hasMessageContaining(stream.name()));
    }

    @Test
    void es15_what_the_deadline_or_a_cancellation_cuts_short_is_unknown() throws Exception {
        with((cast, stream) -> {
            CancellationSource cancelled = cast.kernel.newCancellation();
            cancelled.cancel();

            assertThat(stream.publish(message(stream, "a", "x"), cast.kernel.deadlineIn(Duration.ofNanos(-1)), NEVER))
                    .isInstanceOf(Unknown.class);
            assertThat(stream.publish(message(stream, "b", "x"), cast.soon(), cancelled))
                    .isInstanceOf(Unknown.class);
        });
    }

    @Test
    void es16_nothing_published_is_nothing_answered() throws Exception {
        with((cast, stream) ->
                assertThat(stream.publishAll(List.of(), cast.soon(), NEVER)).isEmpty());
    }

    private static Refusal refusal(PublishOutcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).refusal();
    }
}
