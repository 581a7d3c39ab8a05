package dev.causality.checkers.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HistoryFormatTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "history-format.md");

    @Test
    void a_kind_is_the_record_s_name_in_kebab_case() {
        assertThat(HistoryFormat.kindOf(StreamEvent.MessageInStream.class)).isEqualTo("message-in-stream");
        assertThat(HistoryFormat.kinds().stream().map(HistoryFormat::kindOf)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_page_about_the_format_names_every_kind_with_its_fields(Class<? extends HistoryEvent> kind)
            throws IOException {
        String line = Files.readAllLines(PAGE).stream()
                .filter(each -> each.startsWith("| `" + HistoryFormat.kindOf(kind) + "` |"))
                .findFirst()
                .orElse("");
        assertThat(Stream.of(kind.getRecordComponents())
                        .map(RecordComponent::getName)
                        .filter(name -> !name.equals("atMicros")))
                .allSatisfy(name -> assertThat(line).contains("`" + name + "`"));
        assertThat(line).isNotEmpty();
    }

    static Stream<Class<? extends HistoryEvent>> kinds() {
        return HistoryFormat.kinds().stream();
    }
}
