package dev.causality.kernel.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines as they leave the process. */
final class LoggingTest {

    private static final Logger LOG = LoggerFactory.getLogger(LoggingTest.class);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private PrintStream before = System.out;

    @BeforeEach
    void captureOutput() {
        before = System.out;
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(before);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Logging.configureDefault(context);
    }

    @Test
    void m2_a_json_line_carries_its_pairs_and_the_correlation_id() {
        Logging.configure("toy", LogLevel.INFO, LogFormat.JSON);
        LOG.atInfo()
                .addKeyValue(LogKeys.CORRELATION_ID, "c-1")
                .addKeyValue("rows", 12)
                .log("file\nwritten");

        JsonNode line = onlyLine();
        assertThat(line.get("correlation_id").asString()).isEqualTo("c-1");
        assertThat(line.get("rows").asInt()).isEqualTo(12);
        assertThat(line.get("message").asString()).isEqualTo("file\nwritten");
        assertThat(line.get("level").asString()).isEqualTo("INFO");
        assertThat(line.get("service").asString()).isEqualTo("toy");
        assertThat(line.get("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    @Test
    void an_exception_is_part_of_its_line() {
        Logging.configure("toy", LogLevel.INFO, LogFormat.JSON);
        LOG.atError().setCause(new IllegalStateException("broken")).log("failed");

        assertThat(onlyLine().get("stack_trace").asString()).contains("IllegalStateException: broken", "at ");
    }

    @Test
    void m2_values_under_names_of_secrets_are_masked_in_json() {
        Logging.configure("toy", LogLevel.INFO, LogFormat.JSON);
        LOG.atInfo()
                .addKeyValue("password", "hunter2")
                .addKeyValue("settings", Map.of("secret", "hunter2"))
                .log("oops");

        assertThat(text()).contains("(hidden)").doesNotContain("hunter2");
    }

    @Test
    void m2_values_under_names_of_secrets_are_masked_in_text() {
        Logging.configure("toy", LogLevel.INFO, LogFormat.TEXT);
        LOG.atInfo().addKeyValue("password", "hunter2").addKeyValue("rows", 12).log("oops");

        assertThat(text()).contains("INFO  LoggingTest - oops", "rows=\"12\"").doesNotContain("hunter2");
    }

    @Test
    void a_line_break_in_a_text_line_makes_no_second_line() {
        Logging.configure("toy", LogLevel.INFO, LogFormat.TEXT);
        LOG.atInfo().addKeyValue("name", "a\r\nb").log("one\ntwo");

        assertThat(text().lines()).hasSize(1).first().asString().endsWith("one | two name=\"a | b\"");
    }

    @Test
    void lines_below_the_level_are_not_written() {
        Logging.configure("toy", LogLevel.WARN, LogFormat.JSON);
        LOG.atInfo().log("not this");
        LOG.atWarn().log("this");

        assertThat(onlyLine().get("message").asString()).isEqualTo("this");
    }

    @Test
    void what_libraries_log_in_other_ways_ends_in_the_same_place() {
        Logging.configure("toy", LogLevel.INFO, LogFormat.JSON);
        java.util.logging.Logger.getLogger("a.library").warning("through java.util.logging");
        System.getLogger("another.library").log(System.Logger.Level.WARNING, "through the platform's logger");

        assertThat(text().lines()).hasSize(2);
        assertThat(text()).contains("through java.util.logging", "through the platform's logger");
    }

    private JsonNode onlyLine() {
        assertThat(text().lines()).hasSize(1);
        return JsonMapper.shared().readTree(text());
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
