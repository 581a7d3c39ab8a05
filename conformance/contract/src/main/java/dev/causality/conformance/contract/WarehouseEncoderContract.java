package dev.causality.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.ports.WarehouseEncoder;
import dev.causality.ports.WarehouseEncoder.Row;
import dev.causality.ports.WarehouseEncoder.UnencodableRowException;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.ScreenView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What every {@link WarehouseEncoder} must do, whatever its files look like. */
public abstract class WarehouseEncoderContract {

    private static final long TIME = 1_789_999_200_000L;
    private static final byte[] NO_ENVELOPE = {(byte) 0xff, (byte) 0xff, (byte) 0xff};

    /** The encoder under test. */
    protected abstract WarehouseEncoder encoder();

    private static List<Row> rows(int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            EventEnvelope envelope = EventEnvelope.newBuilder()
                    .setId(new UUID(i, i).toString())
                    .setAppId("app")
                    .setDeviceId("device")
                    .setTimestampMs(TIME + i)
                    .setIdempotencyKey(new UUID(0, i).toString())
                    .setScreenView(ScreenView.newBuilder().setScreenName("screen " + i))
                    .build();
            rows.add(new Row(i, envelope.toByteArray()));
        }
        return rows;
    }

    private static Map<String, String> metadata(String value) {
        return new TreeMap<>(Map.of("causality.intent", value));
    }

    @Test
    void we01_the_same_rows_and_metadata_give_the_same_file() {
        assertThat(encoder().encode(rows(50), metadata("a")))
                .isEqualTo(encoder().encode(rows(50), metadata("a")));
    }

    @Test
    void we02_other_rows_or_other_metadata_give_another_file() {
        byte[] file = encoder().encode(rows(50), metadata("a"));

        assertThat(encoder().encode(rows(49), metadata("a"))).isNotEqualTo(file);
        assertThat(encoder().encode(rows(50).reversed(), metadata("a"))).isNotEqualTo(file);
        assertThat(encoder().encode(rows(50), metadata("b"))).isNotEqualTo(file);
    }

    @Test
    void we03_no_rows_are_a_file_too() {
        assertThat(encoder().encode(List.of(), metadata("a"))).isNotEmpty();
    }

    @Test
    void we04_a_row_that_cannot_be_encoded_is_named_and_spoils_no_other() {
        List<Row> rows = new ArrayList<>(rows(5));
        rows.set(3, new Row(4, NO_ENVELOPE));

        assertThatThrownBy(() -> encoder().encode(rows, metadata("a")))
                .asInstanceOf(InstanceOfAssertFactories.type(UnencodableRowException.class))
                .extracting(UnencodableRowException::index)
                .isEqualTo(3);
        rows.remove(3);
        assertThat(encoder().encode(rows, metadata("a"))).isNotEmpty();
    }

    @Test
    void we05_what_is_given_is_not_changed() {
        List<Row> rows = rows(3);
        Map<String, String> metadata = metadata("a");

        byte[] file = encoder().encode(rows, metadata);

        assertThat(file).isNotEmpty();
        assertThat(metadata).isEqualTo(metadata("a"));
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).envelope()).isEqualTo(rows(3).get(i).envelope());
        }
    }

    @Test
    void we06_the_content_type_is_a_media_type() {
        assertThat(encoder().contentType()).matches("[a-z]+/[a-z0-9.+-]+");
    }
}
