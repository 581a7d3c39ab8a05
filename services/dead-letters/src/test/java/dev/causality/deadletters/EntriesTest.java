package dev.causality.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernels;
import dev.causality.ports.Answer;
import dev.causality.ports.Answer.Known;
import dev.causality.ports.Header;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EntriesTest {

    private static final int MAX_PAYLOAD = 2_048;

    private final FakeStream stream = new FakeStream();
    private final FakeStore store = new FakeStore();
    private final DeadLetters deadLetters = new DeadLetters(
            Kernels.jdk(), stream, () -> MAX_PAYLOAD, Letters.ORIGIN, Optional.of(Overflow.into(store)));
    private final Entries entries = new Entries(stream, Optional.of(store));

    @Test
    void c3_entries_are_listed_newest_first_up_to_a_limit() {
        bury(1, 10);
        bury(2, 10);
        bury(3, 10);

        assertThat(list(2)).extracting(entry -> entry.letter().sequence()).containsExactly(3L, 2L);
    }

    @Test
    void c3_what_is_no_entry_is_passed_over() {
        bury(1, 10);
        stream.add(Letters.BURIED, "dlq.stray", List.of(), new byte[0]);

        assertThat(list(10)).hasSize(1);
    }

    @Test
    void c3_an_entry_is_found_by_its_id() {
        bury(1, 10);
        bury(2, 10);

        assertThat(entries.withId(Letters.ORIGIN.entryId(1), Deadline.NEVER))
                .satisfies(answer -> assertThat(((Known<Optional<Entry>>) answer).value())
                        .hasValueSatisfying(
                                entry -> assertThat(entry.sequence()).isEqualTo(1)));
        assertThat(entries.withId("nonsense", Deadline.NEVER)).isEqualTo(new Known<>(Optional.empty()));
    }

    @Test
    void b4_the_bytes_can_be_fetched_back_wherever_they_are() {
        for (int size : List.of(0, 1, 500, MAX_PAYLOAD, 100_000)) {
            bury(size + 1, size);

            assertThat(original(list(1).getFirst())).isInstanceOfSatisfying(Original.Whole.class, whole -> {
                assertThat(whole.payload()).isEqualTo(Letters.bytes(size));
                assertThat(whole.headers()).containsExactly(new Header("Nats-Msg-Id", "shop:1"));
            });
        }
        assertThat(store.objects).hasSize(2);
    }

    @Test
    void b4_headers_in_the_object_store_are_fetched_back_too() {
        List<Header> headers = List.of(new Header("Big", "x".repeat(MAX_PAYLOAD)));
        bury(Letters.letter("events.x", headers, Letters.bytes(10)));

        assertThat(original(list(1).getFirst()))
                .isInstanceOfSatisfying(
                        Original.Whole.class,
                        whole -> assertThat(whole.headers()).isEqualTo(headers));
    }

    @Test
    void b4_an_object_that_is_not_what_was_put_there_is_not_shown_as_the_original() {
        bury(1, 5_000);
        store.objects.replaceAll((_, _) -> Letters.bytes(4_999));

        assertThat(original(list(1).getFirst())).isInstanceOf(Original.Damaged.class);
    }

    @Test
    void b4_an_object_that_is_missing_is_said_to_be() {
        bury(1, 5_000);
        store.objects.clear();

        assertThat(original(list(1).getFirst())).isInstanceOf(Original.Damaged.class);
    }

    @Test
    void bytes_in_an_object_store_that_is_not_given_are_unavailable() {
        bury(1, 5_000);

        assertThat(new Entries(stream, Optional.empty()).original(list(1).getFirst(), Deadline.NEVER))
                .isInstanceOfSatisfying(
                        Original.Unavailable.class,
                        unavailable -> assertThat(unavailable.detail()).contains(".payload"));
    }

    @Test
    void c4_depth_is_the_streams_own_count() {
        bury(1, 10);
        bury(2, 10);

        assertThat(entries.depth(Deadline.NEVER).map(state -> state.messages())).isEqualTo(new Known<>(2L));
    }

    @Test
    void a_stream_that_does_not_answer_is_said_to_be_unavailable() {
        stream.reachable = false;

        assertThat(entries.newest(1, _ -> true, Deadline.NEVER)).isInstanceOf(Answer.Unavailable.class);
    }

    private void bury(long sequence, int size) {
        DeadLetter like = Letters.of("events.x", Letters.bytes(size));
        bury(new DeadLetter(
                like.origin(),
                sequence,
                like.subject(),
                like.headers(),
                like.payload(),
                like.deliveries(),
                like.reason(),
                like.detail(),
                like.firstSeen(),
                like.time()));
    }

    private void bury(DeadLetter letter) {
        deadLetters.bury(letter, Deadline.NEVER, Cancellation.NEVER);
    }

    private List<Entry> list(int limit) {
        return ((Known<List<Entry>>) entries.newest(limit, _ -> true, Deadline.NEVER)).value();
    }

    private Original original(Entry entry) {
        return entries.original(entry, Deadline.NEVER);
    }
}
