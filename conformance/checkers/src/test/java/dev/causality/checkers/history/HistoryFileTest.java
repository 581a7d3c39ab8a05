package dev.causality.checkers.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.checkers.history.ClientEvent.Attempt;
import dev.causality.checkers.history.RunEvent.PhaseBegun;
import dev.causality.checkers.history.RunEvent.RunBegun;
import dev.causality.checkers.history.RunEvent.RunEnded;
import dev.causality.checkers.history.RunEvent.Scope;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HistoryFileTest {
    private static final String BEGIN = """
            {"kind":"run-begun","atMicros":0,"formatVersion":1,"harness":"h","seed":1,"commit":"c","startedAt":"t",\
            "versions":{},"options":{},"scope":{"invariants":[],"exercises":[],"minimumAttempts":0,"stream":"s",\
            "consumer":"c","filter":"f","ackWaitMillis":1,"shutdownTimeoutMillis":1,"putFailureMetric":""}}
            """;

    @TempDir
    Path folder;

    @Test
    void what_is_written_is_read_back_in_order() {
        Path file = folder.resolve("history.jsonl");
        AtomicLong clock = new AtomicLong();
        try (HistoryWriter writer = HistoryWriter.create(file, () -> clock.addAndGet(5))) {
            writer.append(HistoryFileTest::begun);
            writer.append(at -> new PhaseBegun(at, "größe \"x\"\n"));
            writer.append(at -> new Attempt(at, "t", "r", "p", 0, 1, "a", "k", null, "x", true, null));
            writer.append(RunEnded::new);
            assertThat(writer.lines()).isEqualTo(4);
        }
        assertThat(HistoryReader.read(file).events())
                .containsExactly(
                        begun(5),
                        new PhaseBegun(10, "größe \"x\"\n"),
                        new Attempt(15, "t", "r", "p", 0, 1, "a", "k", null, "x", true, null),
                        new RunEnded(20));
    }

    @Test
    void who_watches_is_shown_what_is_written_from_then_on() {
        List<HistoryEvent> seen = new ArrayList<>();
        try (HistoryWriter writer = HistoryWriter.create(folder.resolve("history.jsonl"), () -> 5)) {
            writer.append(HistoryFileTest::begun);
            writer.watch(seen::add);
            writer.append(at -> new PhaseBegun(at, "workload"));
            writer.append(RunEnded::new);
        }
        assertThat(seen).containsExactly(new PhaseBegun(5, "workload"), new RunEnded(5));
    }

    @Test
    void a_history_that_lacks_a_line_is_not_ended() {
        StringBuilder disk = new StringBuilder();
        AtomicBoolean full = new AtomicBoolean();
        Writer writesWhileThereIsRoom = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                if (full.get()) {
                    throw new IOException("no space left");
                }
                disk.append(text, from, length);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        try (HistoryWriter writer = new HistoryWriter(new BufferedWriter(writesWhileThereIsRoom, 1), () -> 0)) {
            writer.append(HistoryFileTest::begun);
            full.set(true);
            assertThatThrownBy(() -> writer.append(at -> new PhaseBegun(at, "lost")))
                    .isInstanceOf(UncheckedIOException.class);
            full.set(false);

            assertThatThrownBy(() -> writer.append(RunEnded::new)).isInstanceOf(UncheckedIOException.class);
        }
        assertThat(disk.toString()).contains("run-begun").doesNotContain("run-ended");
    }

    @Test
    void a_clock_that_goes_back_does_not_turn_the_history_round() {
        Path file = folder.resolve("history.jsonl");
        AtomicLong clock = new AtomicLong(10);
        try (HistoryWriter writer = HistoryWriter.create(file, clock::getAndDecrement)) {
            writer.append(HistoryFileTest::begun);
            writer.append(RunEnded::new);
        }
        assertThat(HistoryReader.read(file).events())
                .extracting(HistoryEvent::atMicros)
                .containsExactly(10L, 10L);
    }

    @Test
    void an_existing_history_is_not_written_over() throws IOException {
        Path file = Files.writeString(folder.resolve("history.jsonl"), "precious");
        assertThatThrownBy(() -> HistoryWriter.create(file)).isInstanceOf(UncheckedIOException.class);
        assertThat(file).hasContent("precious");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"kind\":\"phase-begun\",\"atMicros\":1,\"phase\":\"x\"            | Unexpected end-of-input",
                "{\"kind\":\"phase-begun\",\"atMicros\":1,\"phase\":\"x\"} {}        | Trailing token",
                "{\"kind\":\"phase-begun\",\"atMicros\":1,\"phase\":\"x\",\"y\":1}   | Unrecognized field \"y\"",
                "{\"kind\":\"phase-begun\",\"atMicros\":1,\"phase\":\"x\",\"phase\":\"y\"} | Duplicate field",
                "{\"kind\":\"phase-begun\",\"atMicros\":1}                           | phase is missing",
                "{\"kind\":\"phase-begun\",\"atMicros\":1,\"phase\":null}            | phase is missing",
                "{\"kind\":\"phase-begun\",\"atMicros\":1,\"phase\":7}               | phase",
                "{\"kind\":\"phase-begun\",\"phase\":\"x\"}                          | long",
                "{\"kind\":\"phase-begun\",\"atMicros\":\"1\",\"phase\":\"x\"}       | long",
                "{\"kind\":\"phase-begun\",\"atMicros\":1.5,\"phase\":\"x\"}         | long",
                "{\"kind\":\"phase-begun\",\"atMicros\":-1,\"phase\":\"x\"}          | atMicros is -1",
                "{\"kind\":\"no-such-kind\",\"atMicros\":1}                          | no-such-kind",
                "{\"atMicros\":1}                                                    | kind",
                "[]                                                                  | type id",
                "null                                                                | null",
                "nonsense                                                            | Unrecognized token",
                "''                                                                  | the line is empty",
                "{\"kind\":\"quiescence\",\"atMicros\":1,\"reached\":\"yes\",\"detail\":\"\"} | boolean",
                "{\"kind\":\"outcome\",\"atMicros\":1,\"attempt\":\"t\",\"result\":\"UNKNOWN\",\"status\":0,\"detail\":\"\"} "
                        + "| attempt t was not mentioned before",
                "{\"kind\":\"fault-begun\",\"atMicros\":1,\"fault\":\"f\"}           | fault f was not mentioned before",
            })
    void a_malformed_line_is_an_error_that_names_the_line(String line, String problem) {
        assertThatThrownBy(() -> HistoryReader.read("file", new StringReader(BEGIN + line + "\n")))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageStartingWith("file:2: ")
                .hasMessageContaining(problem);
    }

    @Test
    void bytes_that_are_not_utf_8_are_an_error_that_names_the_line() throws IOException {
        Path file = folder.resolve("history.jsonl");
        Files.writeString(file, BEGIN);
        Files.write(file, new byte[] {(byte) 0xff, '\n'}, java.nio.file.StandardOpenOption.APPEND);
        assertThatThrownBy(() -> HistoryReader.read(file))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void a_file_that_does_not_begin_a_run_is_not_a_history() {
        assertThatThrownBy(() -> read("{\"kind\":\"run-ended\",\"atMicros\":1}"))
                .hasMessageContaining(":1: the first line is not of kind run-begun");
        assertThatThrownBy(() -> read("")).hasMessageContaining("the file is empty");
        assertThatThrownBy(() -> read(BEGIN.replace("\"formatVersion\":1", "\"formatVersion\":2")))
                .hasMessageContaining("format version 2");
    }

    @Test
    void a_second_beginning_a_line_after_the_end_and_time_that_goes_back_are_refused() {
        String ended = "{\"kind\":\"run-ended\",\"atMicros\":9}\n";
        assertThatThrownBy(() -> read(BEGIN + BEGIN)).hasMessageContaining(":2: a second line of kind run-begun");
        assertThatThrownBy(() -> read(BEGIN + ended + ended)).hasMessageContaining(":3: a line follows");
        assertThatThrownBy(() -> read(BEGIN.replace("\"atMicros\":0", "\"atMicros\":10") + ended))
                .hasMessageContaining(":2: time goes back from 10 to 9");
    }

    private static History read(String text) {
        return HistoryReader.read("file", new StringReader(text));
    }

    private static RunBegun begun(long at) {
        Scope scope = new Scope(List.of("A1"), List.of(), 0, "s", "c", "f", 1, 1, "");
        return new RunBegun(
                at, HistoryFormat.VERSION, "h", 7, "c", "t", Map.of("a", "b"), Map.of("z", "1", "a", "2"), scope);
    }
}
