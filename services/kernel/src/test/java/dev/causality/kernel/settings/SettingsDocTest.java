package dev.causality.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsDocTest {

    private static final List<Declaration> DECLARATIONS = Settings.declarations(settings -> {
        int rows = settings.integer("ROWS", "Rows of a file, 100% | more.")
                .unit("rows")
                .between(1, 9)
                .or("5");
        String bucket = settings.string("BUCKET", "Where files go.").required();
        var prefix = settings.secret("KEY", "What opens it.").optional();
        return () -> rows + bucket + prefix;
    });

    private static final String SINK = """
            ## Sink

            | variable | default | values | what it is for |
            |---|---|---|---|
            | `ROWS` | `5` | a whole number, from 1 to 9 (rows) | Rows of a file, 100% \\| more. |
            | `BUCKET` | required | text | Where files go. |
            | `KEY` |  | secret text | What opens it. |
            """;

    @Test
    void declarations_become_a_table() {
        assertThat(SettingsDoc.markdown("Sink", DECLARATIONS)).isEqualTo(SINK);
    }

    @Test
    void declarations_become_help() {
        assertThat(SettingsDoc.help(DECLARATIONS)).isEqualTo("""
                  ROWS (default 5)
                      Rows of a file, 100% | more.
                      Values: a whole number, from 1 to 9 (rows).
                  BUCKET (required)
                      Where files go.
                      Values: text.
                  KEY (no default)
                      What opens it.
                      Values: secret text.
                """);
    }

    @Test
    void a_section_is_added_to_a_document_that_lacks_it() {
        assertThat(SettingsDoc.withSection("", "Sink", SINK)).isEqualTo(SINK);
        assertThat(SettingsDoc.withSection("# Settings\n", "Sink", SINK)).isEqualTo("# Settings\n\n" + SINK);
    }

    @Test
    void a_section_is_replaced_where_it_stands() {
        String before = "# Settings\n\n## Sink\n\nold\n\n## Gateway\n\nkept\n";
        String after = SettingsDoc.withSection(before, "Sink", SINK);

        assertThat(after).isEqualTo("# Settings\n\n" + SINK + "\n## Gateway\n\nkept\n");
        assertThat(SettingsDoc.withSection(after, "Sink", SINK)).isEqualTo(after);
        assertThat(SettingsDoc.withSection(SINK, "Sink", SINK)).isEqualTo(SINK);
    }

    @Test
    void a_document_that_differs_from_the_declarations_is_refused(@TempDir Path folder) throws IOException {
        Path document = Files.writeString(folder.resolve("settings.md"), "# Settings\n\n" + SINK);
        SettingsDoc.requireCurrent(document, "Sink", DECLARATIONS);

        Files.writeString(document, Files.readString(document).replace("`5`", "`6`"));

        assertThatThrownBy(() -> SettingsDoc.requireCurrent(document, "Sink", DECLARATIONS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("settings.md")
                .hasMessageContaining("-Ddocs.write=true");
    }
}
