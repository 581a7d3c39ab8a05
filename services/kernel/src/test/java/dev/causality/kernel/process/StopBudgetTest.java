package dev.causality.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StopBudgetTest {

    @ParameterizedTest
    @CsvSource({"PT1S, PT0.8S, PT0.9S", "PT5S, PT4S, PT4.5S", "PT30S, PT28S, PT29S", "PT1H, PT59M58S, PT59M59S"})
    void b8_the_service_gets_most_of_the_time_and_the_watchdog_bites_before_its_end(
            Duration timeout, Duration service, Duration halt) {
        assertThat(StopBudget.of(timeout)).isEqualTo(new StopBudget(service, halt));
    }
}
