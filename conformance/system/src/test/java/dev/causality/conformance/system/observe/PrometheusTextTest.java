package dev.causality.conformance.system.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.conformance.system.observe.PrometheusText.Sample;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PrometheusTextTest {

    @Test
    void samples_are_read_with_their_labels() {
        assertThat(PrometheusText.parse("""
                        # HELP a_total Something.
                        # TYPE a_total counter
                        a_total{kind="timed out",path="/a\\"b"} 3.0
                        b 1e3 1700000000000
                        c_bucket{le="+Inf"} +Inf
                        nonsense
                        """))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        new Sample("a_total", Map.of("kind", "timed out", "path", "/a\\\"b")), 3.0,
                        new Sample("b", Map.of()), 1000.0,
                        new Sample("c_bucket", Map.of("le", "+Inf")), Double.POSITIVE_INFINITY));
    }
}
