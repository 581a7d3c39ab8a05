package dev.causality.adapters.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.causality.ports.WarehouseEncoder;
import dev.causality.ports.WarehouseEncoder.Row;
import dev.causality.ports.WarehouseEncoder.UnencodableRowException;
import dev.causality.v1.EventEnvelope;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ParquetWarehouseEncoderTest {

    private static final Map<String, String> METADATA = Map.of("k", "v");
    private static final long MEBIBYTE = 1 << 20;

    private final WarehouseEncoder encoder = ParquetEncoders.create(ParquetCompression.ZSTD);

    @Test
    void the_same_rows_make_the_same_file_whatever_was_encoded_before() {
        List<Row> rows = Events.rows(new Events(1).typical("shop", 3000));
        byte[] first = encoder.encode(rows, METADATA);

        encoder.encode(Events.rows(new Events(2).ofEveryKind()), Map.of());
        encoder.encode(Events.rows(new Events(3).typical("other", 5000)), Map.of());

        assertThat(encoder.encode(rows, METADATA)).isEqualTo(first);
        assertThat(ParquetEncoders.create(ParquetCompression.ZSTD).encode(rows, METADATA))
                .isEqualTo(first);
    }

    @Test
    void several_tasks_encode_at_once() throws Exception {
        List<List<Row>> batches = new ArrayList<>();
        List<byte[]> alone = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            batches.add(Events.rows(new Events(i).typical("app" + i, 500 + 100 * i)));
            alone.add(encoder.encode(batches.getLast(), METADATA));
        }

        List<Future<byte[]>> together = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            batches.forEach(rows -> together.add(threads.submit(() -> encoder.encode(rows, METADATA))));
        }

        for (int i = 0; i < alone.size(); i++) {
            assertThat(together.get(i).get()).isEqualTo(alone.get(i));
        }
    }

    @Test
    void b4_a_row_that_cannot_be_encoded_is_named_and_the_others_can_be_encoded_without_it() {
        List<Row> good = Events.rows(new Events(4).typical("shop", 100));
        byte[] expected = encoder.encode(good, METADATA);
        byte[] truncated = Arrays.copyOf(good.get(7).envelope(), 40);
        byte[] invalid =
                EventEnvelope.newBuilder().setAppId("no payload").build().toByteArray();
        for (byte[] poison : List.of(new byte[0], truncated, invalid, new byte[] {(byte) 0xFF, 1, 2})) {
            List<Row> rows = new ArrayList<>(good);
            rows.add(42, new Row(4242, poison));

            UnencodableRowException thrown =
                    catchThrowableOfType(UnencodableRowException.class, () -> encoder.encode(rows, METADATA));

            assertThat(thrown.index()).isEqualTo(42);
            assertThat(thrown).hasMessageContaining("4242");
            rows.remove(thrown.index());
            assertThat(encoder.encode(rows, METADATA)).isEqualTo(expected);
        }
    }

    @Test
    void b10_huge_events_leave_no_huge_buffers_behind() {
        List<EventEnvelope> events = new ArrayList<>(new Events(5).typical("shop", 8));
        events.replaceAll(event -> {
            EventEnvelope.Builder huge = event.toBuilder().setDeviceId("d".repeat(1_000_000));
            huge.getScreenViewBuilder().setScreenClass("c".repeat(4_000_000));
            huge.getDeviceContextBuilder()
                    .setCarrier(event.getId().repeat(30_000))
                    .setLocale("l".repeat(2_000_000));
            return huge.build();
        });
        FileEncoder file = new FileEncoder(Compressors.create(ParquetCompression.NONE));

        int size = file.encode(Events.rows(events), METADATA).length;

        assertThat(size).isGreaterThan((int) (32 * MEBIBYTE));
        assertThat(file.retainedBytes()).isLessThan(8 * MEBIBYTE);
    }

    @Test
    void b10_an_encoder_holds_a_few_mebibytes_after_files_of_ordinary_events() {
        FileEncoder file = new FileEncoder(Compressors.create(ParquetCompression.ZSTD));

        file.encode(Events.rows(new Events(6).typical("shop", 10_000)), METADATA);

        assertThat(file.retainedBytes()).isLessThan(8 * MEBIBYTE);
    }

    /** The compiler sees Hadoop's types, production does not have them. */
    @Test
    void files_are_written_without_hadoop() throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("hadoop"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(classPath).isNotEqualTo(System.getProperty("java.class.path"));

        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        WithoutHadoop.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(java.waitFor()).as(output).isZero();
        assertThat(output).contains("ZSTD PAR1", "SNAPPY PAR1", "GZIP PAR1", "NONE PAR1");
    }

    /** Encodes once in each way. */
    static final class WithoutHadoop {

        private WithoutHadoop() {}

        public static void main(String[] arguments) {
            List<Row> rows = Events.rows(new Events(1).typical("shop", 10));
            for (ParquetCompression compression : ParquetCompression.values()) {
                byte[] file = ParquetEncoders.create(compression).encode(rows, METADATA);
                String magic = new String(file, file.length - 4, 4, StandardCharsets.US_ASCII);
                System.out.println(compression + " " + magic);
            }
        }
    }
}
