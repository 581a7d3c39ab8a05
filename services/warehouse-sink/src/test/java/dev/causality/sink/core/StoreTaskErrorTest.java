package dev.causality.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.ports.WarehouseEncoder;
import dev.causality.testservers.S3Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sink does when a store task ends by an error instead of a verdict. */
class StoreTaskErrorTest {

    private static S3Server s3;

    private SinkWorld world;
    private final List<WarehouseSink> sinks = new ArrayList<>();

    @BeforeAll
    static void startStore() {
        s3 = S3Server.start();
    }

    @AfterAll
    static void stopStore() {
        s3.close();
    }

    @BeforeEach
    void openWorld() {
        String bucket = "sink-" + UUID.randomUUID();
        s3.createBucket(bucket);
        world = new SinkWorld(s3, bucket);
    }

    @AfterEach
    void closeWorld() throws Exception {
        for (WarehouseSink sink : sinks) {
            sink.stop(world.in(Duration.ofSeconds(5)));
        }
        world.close();
    }

    private WarehouseSink sink(WarehouseEncoder encoder) {
        WarehouseSink sink = world.sink(UnaryOperator.identity(), encoder);
        sinks.add(sink);
        return sink;
    }

    @Test
    void b2_an_error_in_a_store_task_fails_the_sink_and_holds_no_message_for_ever() {
        List<Long> published = world.publish("shop", 10);
        WarehouseSink broken = sink(new ThrowingEncoder(_ -> new NoClassDefFoundError("com/github/luben/zstd/Zstd")));

        Awaitility.await()
                .atMost(SinkWorld.PATIENCE)
                .until(() -> broken.failure().isPresent());
        assertThat(broken.failure().orElseThrow()).contains("store").contains("NoClassDefFoundError");
        assertThat(broken.notReady()).isPresent();
        assertThat(broken.stop(world.in(Duration.ofSeconds(20))))
                .as("what it still held when it was stopped")
                .isEmpty();

        sink(SinkWorld.encoder());
        world.awaitQuiet();

        assertThat(world.rows()).containsExactlyElementsOf(published);
        assertThat(world.deadLetters()).isEmpty();
    }

    @Test
    void b4_a_row_that_overflows_the_stack_is_isolated() {
        List<Long> published = world.publish("shop", 20);
        long deep = published.get(7);
        WarehouseSink sink = sink(new ThrowingEncoder(sequence -> sequence == deep ? new StackOverflowError() : null));
        world.awaitQuiet();

        assertThat(world.deadLetters())
                .extracting(letter -> SinkWorld.header(letter, "X-DLQ-Sequence"))
                .containsExactly(Long.toString(deep));
        assertThat(world.rows())
                .containsExactlyElementsOf(
                        published.stream().filter(sequence -> sequence != deep).toList());
        assertThat(sink.failure()).isEmpty();
    }

    /** Ends by the error that a row has, if it has one. */
    private record ThrowingEncoder(LongFunction<Error> errors) implements WarehouseEncoder {

        private static final WarehouseEncoder REAL = SinkWorld.encoder();

        @Override
        public byte[] encode(List<Row> rows, Map<String, String> metadata) {
            for (Row row : rows) {
                Error error = errors.apply(row.sequence());
                if (error != null) {
                    throw error;
                }
            }
            return REAL.encode(rows, metadata);
        }

        @Override
        public String contentType() {
            return REAL.contentType();
        }
    }
}
