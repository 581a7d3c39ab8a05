package dev.causality.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

    private static final String NAME = "A_NAME";

    private enum Codec {
        ZSTD,
        NOT_COMPRESSED
    }

    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "30s, PT30S",
        "5m, PT5M",
        "168h, PT168H",
        "1h30m, PT90M",
        "2s500ms, PT2.5S",
        "0s, PT0S"
    })
    void durations_are_read(String text, Duration expected) {
        assertThat(one(text, settings -> settings.duration(NAME, "").required()))
                .isEqualTo(expected);
        assertThat(Durations.parse(Durations.write(expected))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "s", "30 s", "-5s", "5d", "1.5h", "30S", "5s5m", "99999999999h", "PT5S"})
    void what_is_no_duration_is_refused(String text) {
        assertThat(errorFor(text, settings -> settings.duration(NAME, "").required()))
                .isEqualTo("A_NAME=" + text + ": expected a duration such as 250ms, 30s, 5m or 168h");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "5242880, 5242880", "64KiB, 65536", "5MiB, 5242880", "2GiB, 2147483648", "3, 3"})
    void sizes_are_read(String text, long expected) {
        assertThat(one(text, settings -> settings.bytes(NAME, "").required())).isEqualTo(expected);
        assertThat(Sizes.parse(Sizes.write(expected))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5MB", "5 MiB", "-1", "1.5GiB", "9223372036854775807GiB", "99999999999999999999"})
    void what_is_no_size_is_refused(String text) {
        assertThat(errorFor(text, settings -> settings.bytes(NAME, "").required()))
                .contains("a size in bytes");
    }

    @ParameterizedTest
    @CsvSource({":8080, '', 8080", "localhost:0, localhost, 0", "127.0.0.1:65535, 127.0.0.1, 65535", "[::1]:80, ::1, 80"
    })
    void addresses_are_read(String text, String host, int port) {
        assertThat(one(text, settings -> settings.address(NAME, "").required())).isEqualTo(new Address(host, port));
        assertThat(new Address(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8080", "host", "host:", ":65536", ":-1", "a b:80", "host:80:90", "http://host:80"})
    void what_is_no_address_is_refused(String text) {
        assertThat(errorFor(text, settings -> settings.address(NAME, "").required()))
                .contains("an address");
    }

    @Test
    void an_address_without_a_host_means_every_interface() {
        assertThat(new Address("", 8080).bindHost()).isEqualTo("0.0.0.0");
        assertThat(new Address("127.0.0.1", 8080).bindHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void urls_are_read_one_or_several() {
        assertThat(one(
                        "http://localhost:9000",
                        settings -> settings.url(NAME, "", "http", "https").required()))
                .isEqualTo(URI.create("http://localhost:9000"));
        assertThat(one(
                        "nats://a:4222, tls://b:4222",
                        settings -> settings.urls(NAME, "", "nats", "tls").required()))
                .isEqualTo(List.of(URI.create("nats://a:4222"), URI.create("tls://b:4222")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9000", "ftp://host", "http://", "http://a b", "not a url", "http://a,"})
    void what_is_no_url_is_refused(String text) {
        assertThat(errorFor(text, settings -> settings.urls(NAME, "", "http").required()))
                .contains("a URL (http)");
    }

    @Test
    void switches_words_numbers_and_lists_are_read() {
        assertThat(one("TRUE", settings -> settings.bool(NAME, "").required())).isEqualTo(true);
        assertThat(one(
                        "not-compressed",
                        settings -> settings.enumeration(NAME, Codec.class, "").required()))
                .isEqualTo(Codec.NOT_COMPRESSED);
        assertThat(one("-7", settings -> settings.integer(NAME, "").required())).isEqualTo(-7);
        assertThat(one("0.5", settings -> settings.decimal(NAME, "").required()))
                .isEqualTo(0.5);
        assertThat(one("a, b,c", settings -> settings.list(NAME, "").required()))
                .isEqualTo(List.of("a", "b", "c"));
        assertThat(one(" x ", settings -> settings.string(NAME, "").required())).isEqualTo("x");
    }

    @Test
    void what_is_none_of_these_is_refused_with_what_is_expected() {
        assertThat(errorFor("yes", settings -> settings.bool(NAME, "").required()))
                .endsWith("expected true or false");
        assertThat(errorFor(
                        "gzip",
                        settings -> settings.enumeration(NAME, Codec.class, "").required()))
                .endsWith("A_NAME=gzip: expected one of zstd, not-compressed");
        assertThat(errorFor("3000000000", settings -> settings.integer(NAME, "").required()))
                .contains("whole number");
        assertThat(errorFor("NaN", settings -> settings.decimal(NAME, "").required()))
                .contains("a number");
        assertThat(errorFor("a,,b", settings -> settings.list(NAME, "").required()))
                .contains("separated by commas");
    }

    @Test
    void limits_are_enforced_and_named() {
        Function<Settings, Integer> workers =
                settings -> settings.integer(NAME, "").between(1, 64).or("1");

        assertThat(one("64", workers)).isEqualTo(64);
        assertThat(errorFor("65", workers)).isEqualTo("A_NAME=65: expected a whole number, from 1 to 64");
        assertThat(errorFor("0", workers)).contains("from 1 to 64");
        assertThat(errorFor(
                        "9ms",
                        settings -> settings.duration(NAME, "")
                                .atLeast(Duration.ofMillis(10))
                                .or("1s")))
                .endsWith(", at least 10ms");
    }

    @Test
    void a_setting_that_is_not_given_or_empty_has_its_default_or_is_missing() {
        assertThat(one("", settings -> settings.duration(NAME, "").or("30s"))).isEqualTo(Duration.ofSeconds(30));
        assertThat(one("  ", settings -> settings.string(NAME, "").optional())).isEqualTo(Optional.empty());
        assertThat(one("x", settings -> settings.string(NAME, "").optional())).isEqualTo(Optional.of("x"));
        assertThat(errorFor("", settings -> settings.string(NAME, "").required()))
                .isEqualTo("A_NAME is not set: expected text");
    }

    @Test
    void b11_all_errors_are_reported_at_once_and_nothing_is_built() {
        Map<String, String> values = Map.of("WORKERS", "many", "FLUSH", "20s", "ACK_WAIT", "10s", "HOST", "");
        Settings settings = Settings.of(values);
        int workers = settings.integer("WORKERS", "").or("1");
        Duration flush = settings.duration("FLUSH", "").or("1s");
        Duration ackWait = settings.duration("ACK_WAIT", "").or("30s");
        settings.string("HOST", "").required();
        settings.check(flush.compareTo(ackWait) < 0, "must be shorter than ACK_WAIT", "FLUSH", "ACK_WAIT");
        settings.check(workers > 1, "must be more than one for this", "WORKERS");

        assertThatThrownBy(() -> settings.build(() -> {
                    throw new AssertionError("must not be built");
                }))
                .isInstanceOf(SettingsException.class)
                .hasMessage("""
                        3 settings are wrong:
                          WORKERS=many: expected a whole number
                          HOST is not set: expected text
                          FLUSH must be shorter than ACK_WAIT (given: FLUSH=20s, ACK_WAIT=10s)""");
    }

    @Test
    void what_a_records_constructor_refuses_is_an_error_of_the_settings() {
        assertThatThrownBy(() -> Settings.read(Map.of(), settings -> () -> new Address("", -1)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("a port lies between 0 and 65535");
    }

    @Test
    void m2_a_secret_appears_neither_in_errors_nor_in_text() {
        Settings settings = Settings.of(Map.of("KEY", "hunter2", "URL", "nats://user:hunter2@host:x"));
        Secret key = settings.secret("KEY", "").required();
        settings.urls("URL", "", "nats").required();
        settings.check(false, "must be longer", "KEY");

        assertThat(key.value()).isEqualTo("hunter2");
        assertThat(settings.errors()).hasSize(2).noneMatch(error -> error.contains("hunter2"));
        assertThat(settings.effective()).containsEntry("KEY", "(hidden)");
        assertThat(key).hasToString("(hidden)");
    }

    @Test
    void m2_the_credentials_of_a_url_are_not_shown() {
        Settings settings = Settings.of(Map.of("URL", "nats://me:hunter2@a:4222,nats://you:hunter2@b:4222"));
        settings.urls("URL", "", "nats").required();

        assertThat(settings.effective()).containsEntry("URL", "nats://***@a:4222,nats://***@b:4222");
    }

    @Test
    void a_value_in_an_error_is_one_line_of_bounded_length() {
        String error = errorFor(
                "x\ny" + "z".repeat(1_000),
                settings -> settings.integer(NAME, "").required());

        assertThat(error).hasSizeLessThan(300).doesNotContain("\n").startsWith("A_NAME=x?yzzz");
    }

    @Test
    void the_same_setting_may_be_declared_twice_but_not_differently() {
        Settings settings = Settings.of(Map.of());
        settings.integer(NAME, "how many").or("1");
        settings.integer(NAME, "how many").or("1");

        assertThat(settings.declarations()).hasSize(1);
        assertThatThrownBy(() -> settings.integer(NAME, "how many").or("2"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(NAME);
    }

    @Test
    void a_default_that_its_own_setting_refuses_is_a_bug() {
        assertThatThrownBy(() ->
                        Settings.of(Map.of()).integer(NAME, "").between(1, 2).or("3"))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Object one(String text, Function<Settings, ?> read) {
        return Settings.read(Map.of(NAME, text), settings -> {
            Object value = read.apply(settings);
            return () -> value;
        });
    }

    private static String errorFor(String text, Function<Settings, ?> read) {
        Function<Settings, Supplier<String>> declare = settings -> {
            Object _ = read.apply(settings);
            return () -> "built";
        };
        SettingsException refused =
                catchThrowableOfType(SettingsException.class, () -> Settings.read(Map.of(NAME, text), declare));
        assertThat(refused).as("refuses '%s'", text).isNotNull();
        List<String> errors = refused.errors();
        assertThat(errors).hasSize(1);
        return errors.getFirst();
    }
}
