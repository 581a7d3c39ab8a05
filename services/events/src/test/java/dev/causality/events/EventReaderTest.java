package dev.causality.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.causality.v1.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final int EVENTS = 2_000;
    private static final int MUTANTS = 8_000;

    private final EventReader reader = new EventReader();
    private final EnvelopeScanner scanner = new EnvelopeScanner();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_the_library_encodes_is_scanned_without_a_full_parse(long seed) {
        RandomEvents events = new RandomEvents(seed);
        for (int i = 0; i < EVENTS; i++) {
            EventEnvelope event = i % 2 == 0 ? events.validWithUnknownFields() : events.validWithUnknownPayload();

            boolean scanned = scanner.scan(event.toByteArray());

            assertThat(scanned).as("seed %d, event %d: %s", seed, i, event).isTrue();
            assertSaysTheSame(scanner, event);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void every_envelope_is_read_as_parser_and_rules_judge_it(long seed) {
        RandomEvents events = new RandomEvents(seed);
        Verdicts verdicts = new Verdicts();
        for (int i = 0; i < EVENTS; i++) {
            assertReadsLikeTheParser(events.any().toByteArray(), verdicts);
        }
        assertThat(verdicts.valid).isGreaterThan(EVENTS / 2);
        assertThat(verdicts.invalid).isGreaterThan(EVENTS / 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9, 10})
    void damaged_and_unusual_bytes_are_read_as_parser_and_rules_judge_them(long seed) {
        RandomEvents events = new RandomEvents(seed);
        Mutations mutations = new Mutations(new Random(seed));
        Verdicts verdicts = new Verdicts();
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant =
                    mutations.mutate(events.any().toByteArray(), events.any().toByteArray());
            assertReadsLikeTheParser(mutant, verdicts);
        }
        assertThat(verdicts.valid).isGreaterThan(MUTANTS / 10);
        assertThat(verdicts.invalid).isGreaterThan(MUTANTS / 10);
        assertThat(verdicts.malformed).isGreaterThan(MUTANTS / 10);
    }

    @Test
    void groups_of_any_depth_are_read_as_the_parser_reads_them() {
        byte[] event = new RandomEvents(13).valid().toByteArray();
        Verdicts verdicts = new Verdicts();
        for (int depth = 1; depth <= 150; depth++) {
            byte[] groups = new byte[2 * depth];
            Arrays.fill(groups, 0, depth, (byte) (8 << 3 | WireReader.START_GROUP));
            Arrays.fill(groups, depth, 2 * depth, (byte) (8 << 3 | WireReader.END_GROUP));
            byte[] open = Arrays.copyOf(groups, groups.length - 1);
            byte[] crossed = groups.clone();
            crossed[depth] = 9 << 3 | WireReader.END_GROUP;

            assertReadsLikeTheParser(Mutations.joined(List.of(event, groups)), verdicts);
            assertReadsLikeTheParser(Mutations.joined(List.of(event, open)), verdicts);
            assertReadsLikeTheParser(Mutations.joined(List.of(event, crossed)), verdicts);
            assertReadsLikeTheParser(Mutations.joined(List.of(event, Mutations.field(6, groups))), verdicts);
        }
        assertThat(verdicts.valid).isGreaterThan(100);
        assertThat(verdicts.malformed).isGreaterThan(300);
    }

    @Test
    void lengths_and_tags_at_the_limits_are_read_as_the_parser_reads_them() {
        byte[] event = new RandomEvents(14).valid().toByteArray();
        Verdicts verdicts = new Verdicts();
        for (String tail : List.of(
                "00",
                "01",
                "07",
                "0a",
                "0c",
                "0b",
                "4c",
                "48",
                "4800",
                "48ffffffffffffffffff01",
                "48ffffffffffffffffffff01",
                "4affffffff07",
                "4affffffff0f",
                "4a8080808008",
                "4a80808080800100",
                "4affffffffffffffffff01",
                "4a05",
                "4900",
                "490000000000000000",
                "4d000000",
                "4d00000000",
                "f8ffffff0f00",
                "f8ffffff7f00",
                "f8ffffffffffffffff0100",
                "c8808080808080808080000001",
                "8080808010",
                "4e",
                "4f",
                "3200",
                "320100",
                "32020a01",
                "a206020a7f",
                "a20600")) {
            assertReadsLikeTheParser(
                    Mutations.joined(List.of(event, HexFormat.of().parseHex(tail))), verdicts);
        }
        assertThat(verdicts.valid).isGreaterThan(5);
        assertThat(verdicts.malformed).isGreaterThan(10);
    }

    @Test
    void a_part_of_an_array_is_read_as_if_it_stood_alone() {
        RandomEvents events = new RandomEvents(11);
        for (int i = 0; i < EVENTS; i++) {
            EventEnvelope event = events.valid();
            byte[] bytes = event.toByteArray();
            byte[] array = new byte[bytes.length + 20];
            new Random(i).nextBytes(array);
            System.arraycopy(bytes, 0, array, 7, bytes.length);

            assertThat(scanner.scan(array, 7, bytes.length)).isTrue();
            assertSaysTheSame(scanner, event);
            assertThat(scanner.toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void an_envelope_without_id_takes_the_servers_id_and_changes_in_nothing_else() throws Exception {
        RandomEvents events = new RandomEvents(12);
        byte[] emptyId = Mutations.field(EventEnvelope.ID_FIELD_NUMBER, new byte[0]);
        String id = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
        for (int i = 0; i < EVENTS; i++) {
            EventEnvelope event =
                    events.validWithUnknownFields().toBuilder().clearId().build();
            byte[] bytes = event.toByteArray();
            byte[] explicit = i % 2 == 0 ? bytes : Mutations.joined(List.of(bytes, emptyId));
            assertThat(scanner.scan(explicit)).isTrue();

            byte[] withId = scanner.withId(id);

            assertThat(EventEnvelope.parseFrom(withId))
                    .isEqualTo(event.toBuilder().setId(id).build());
        }
    }

    @Test
    void b4_a_zero_length_message_is_invalid_not_malformed() {
        assertThat(reader.read(new byte[0]))
                .isInstanceOfSatisfying(
                        EventReader.Reading.Invalid.class,
                        invalid -> assertThat(invalid.violations())
                                .extracting(Violation::field)
                                .containsExactly("app_id", "device_id", "timestamp_ms", "idempotency_key", "payload"));
    }

    @Test
    void b4_bytes_that_are_no_envelope_are_malformed() {
        assertThat(reader.read("not protobuf".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EventReader.Reading.Malformed.class);
    }

    private void assertReadsLikeTheParser(byte[] bytes, Verdicts verdicts) {
        EventReader.Reading reading = reader.read(bytes);
        EventEnvelope parsed;
        try {
            parsed = EventEnvelope.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            verdicts.malformed++;
            assertThat(reading).as(hex(bytes)).isInstanceOf(EventReader.Reading.Malformed.class);
            return;
        }
        SortedSet<String> violated = Protovalidate.violatedFields(parsed);
        if (EventCatalog.kindOf(parsed).isEmpty()) {
            violated.add("payload");
        }
        switch (reading) {
            case EventReader.Reading.Valid(EnvelopeScanner event) -> {
                verdicts.valid++;
                assertThat(violated).as(hex(bytes)).isEmpty();
                assertSaysTheSame(event, parsed);
            }
            case EventReader.Reading.Invalid(var violations) -> {
                verdicts.invalid++;
                assertThat(violations)
                        .as(hex(bytes))
                        .extracting(Violation::field)
                        .containsExactlyInAnyOrderElementsOf(violated);
            }
            case EventReader.Reading.Malformed malformed -> fail(malformed.reason() + hex(bytes));
        }
    }

    private static void assertSaysTheSame(EnvelopeScanner event, EventEnvelope parsed) {
        assertThat(event.id()).isEqualTo(parsed.getId());
        assertThat(event.hasId()).isEqualTo(!parsed.getId().isEmpty());
        assertThat(event.appId()).isEqualTo(parsed.getAppId());
        assertThat(event.correlationId()).isEqualTo(parsed.getCorrelationId());
        assertThat(event.idempotencyKey()).isEqualTo(parsed.getIdempotencyKey());
        assertThat(event.timestampMillis()).isEqualTo(parsed.getTimestampMs());
        EventKind kind = EventCatalog.kindOf(parsed).orElseThrow();
        assertThat(event.kind()).isEqualTo(kind);
        assertThat(event.category()).isEqualTo(kind.category());
        assertThat(event.payloadNumber()).isEqualTo(kind.payloadNumber());
        assertThat(event.partition()).isEqualTo(Partition.of(parsed.getAppId(), parsed.getTimestampMs()));
        assertThat(event.subject()).isEqualTo(EventSubjects.subject(parsed.getAppId(), kind));
        assertThat(event.messageId()).isEqualTo(EventSubjects.messageId(parsed.getAppId(), parsed.getIdempotencyKey()));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** How often each verdict was given, so that no test passes by never meeting one. */
    private static final class Verdicts {
        private int valid;
        private int invalid;
        private int malformed;
    }
}
