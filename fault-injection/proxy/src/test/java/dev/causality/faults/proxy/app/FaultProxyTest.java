package dev.causality.faults.proxy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    @Test
    void every_part_is_closed_the_last_first_also_where_others_cannot_be() {
        List<String> closed = new ArrayList<>();
        List<AutoCloseable> parts = List.of(() -> closed.add("first"), failing("second"), failing("third"), () -> {
            closed.add("last");
        });

        assertThatThrownBy(() -> FaultProxy.closeAll(parts))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("third")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessage("second")));
        assertThat(closed).containsExactly("last", "first");
    }

    private static AutoCloseable failing(String message) {
        return () -> {
            throw new IOException(message);
        };
    }
}
