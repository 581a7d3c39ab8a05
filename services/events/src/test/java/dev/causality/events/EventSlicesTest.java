package dev.causality.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.v1.EventEnvelope;
import dev.causality.v1.IngestEventBatchRequest;
import dev.causality.v1.IngestEventRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventSlicesTest {

    private static final int ENOUGH = 1_001;

    @Test
    void the_slices_are_the_events_of_the_batch_in_their_order() throws Exception {
        RandomEvents events = new RandomEvents(1);
        for (int i = 0; i < 500; i++) {
            IngestEventBatchRequest.Builder batch = IngestEventBatchRequest.newBuilder();
            for (int n = i % 40; n > 0; n--) {
                batch.addEvents(events.any());
            }

            EventSlices slices = EventSlices.of(batch.build().toByteArray(), ENOUGH);

            assertThat(slices.malformed()).isFalse();
            assertThat(slices.size()).isEqualTo(batch.getEventsCount());
            for (int n = 0; n < slices.size(); n++) {
                assertThat(EventEnvelope.parseFrom(slice(slices, n))).isEqualTo(batch.getEvents(n));
            }
        }
    }

    @Test
    void a5_a_malformed_event_leaves_its_neighbours_readable() {
        byte[] good = new RandomEvents(2).valid().toByteArray();
        byte[] bad = {1, 2, 3};
        byte[] body = Mutations.joined(List.of(
                Mutations.field(1, good), Mutations.field(1, bad), Mutations.field(7, bad), Mutations.field(1, good)));
        EventReader reader = new EventReader();

        EventSlices slices = EventSlices.of(body, ENOUGH);

        assertThat(slices.size()).isEqualTo(3);
        assertThat(reader.read(body, slices.offset(0), slices.length(0))).isInstanceOf(EventReader.Reading.Valid.class);
        assertThat(reader.read(body, slices.offset(1), slices.length(1)))
                .isInstanceOf(EventReader.Reading.Malformed.class);
        assertThat(reader.read(body, slices.offset(2), slices.length(2))).isInstanceOf(EventReader.Reading.Valid.class);
    }

    @Test
    void a5_more_events_than_allowed_are_noticed_without_counting_them_all() {
        byte[] body = Mutations.joined(java.util.Collections.nCopies(5_000, Mutations.field(1, new byte[0])));

        assertThat(EventSlices.of(body, ENOUGH).size()).isEqualTo(ENOUGH);
    }

    @Test
    void a5_a_body_that_is_no_request_is_malformed() {
        assertThat(EventSlices.of(new byte[] {0}, ENOUGH).malformed()).isTrue();
        assertThat(EventSlices.of(new byte[] {10, 5, 1}, ENOUGH).malformed()).isTrue();
        assertThat(EventSlices.of(new byte[0], ENOUGH).malformed()).isFalse();
    }

    @Test
    void a_single_event_that_comes_in_two_parts_is_merged_as_protobuf_does() throws Exception {
        RandomEvents events = new RandomEvents(3);
        for (int i = 0; i < 500; i++) {
            byte[] one = IngestEventRequest.newBuilder()
                    .setEvent(events.any())
                    .build()
                    .toByteArray();
            byte[] two = IngestEventRequest.newBuilder()
                    .setEvent(events.any())
                    .build()
                    .toByteArray();
            byte[] body = Mutations.joined(List.of(one, two));

            byte[] joined = EventSlices.of(body, ENOUGH).joined();

            assertThat(EventEnvelope.parseFrom(joined))
                    .isEqualTo(IngestEventRequest.parseFrom(body).getEvent());
        }
    }

    @Test
    void damaged_bodies_are_never_read_beyond_their_end() {
        Random random = new Random(4);
        byte[] body = IngestEventBatchRequest.newBuilder()
                .addEvents(new RandomEvents(5).valid())
                .addEvents(new RandomEvents(6).valid())
                .build()
                .toByteArray();
        int malformed = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = Arrays.copyOf(body, 1 + random.nextInt(body.length));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();

            EventSlices slices = EventSlices.of(damaged, ENOUGH);

            malformed += slices.malformed() ? 1 : 0;
            for (int n = 0; n < slices.size() && !slices.malformed(); n++) {
                assertThat(slices.offset(n) + slices.length(n)).isLessThanOrEqualTo(damaged.length);
            }
        }
        assertThat(malformed).isBetween(1_000, 9_999);
    }

    private static byte[] slice(EventSlices slices, int index) {
        int offset = slices.offset(index);
        return Arrays.copyOfRange(slices.body(), offset, offset + slices.length(index));
    }
}
