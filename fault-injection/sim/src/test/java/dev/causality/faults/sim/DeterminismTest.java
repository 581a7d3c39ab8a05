package dev.causality.faults.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The same seed makes the same decisions. */
class DeterminismTest {

    private static final long SEEDS = 30;
    private static final long RUNS_FOR_MEMORY = 10_000;
    private static final long ALLOWED_GROWTH_BYTES = 4L << 20;

    @Test
    void h1_the_same_seed_gives_the_same_hash_and_another_seed_another_one() {
        List<String> hashes = hashes();
        assertThat(hashes()).isEqualTo(hashes);
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void h1_the_same_seed_gives_the_same_hash_in_a_fresh_jvm() throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens",
                        "java.base/java.lang=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeterminismTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(jvm.getInputStream().readAllBytes(), UTF_8);

        assertThat(jvm.waitFor()).isZero();
        assertThat(printed.lines()).isEqualTo(hashes());
    }

    /** The fresh JVM. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        hashes().forEach(System.out::println);
    }

    private static List<String> hashes() {
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> Long.toHexString(Workload.run(seed).hash()))
                .toList();
    }

    @Test
    void b10_ten_thousand_runs_with_crashed_tasks_leave_nothing_in_memory() {
        long before = 0;
        for (long seed = 0; seed < RUNS_FOR_MEMORY; seed++) {
            if (seed == RUNS_FOR_MEMORY / 10) {
                before = usedBytes();
            }
            Workload.run(seed);
        }
        assertThat(usedBytes() - before).isLessThan(ALLOWED_GROWTH_BYTES);
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
