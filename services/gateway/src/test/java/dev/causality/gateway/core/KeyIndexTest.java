package dev.causality.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.Kernels;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyIndexTest {

    private final KeyIndex index = new KeyIndex(Kernels.jdk(), Optional.empty());

    /** A server that was restored, or that lost its last moments, gives the same revisions out again. */
    @Test
    void a_new_watch_that_tells_of_lower_revisions_is_believed() {
        index.replaceBy(List.of(new KeyChange.Other(1000)));

        index.replaceBy(List.of(new KeyChange.Other(5)));

        assertThat(index.seenRevision()).isEqualTo(5);
    }
}
