package dev.causality.faults.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.Randomness;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SeedTest {
    /** Computed apart from the code, from its description. */
    private static final long FORK_OF_7_ACKS = 1928304893492664997L;

    private static final long FORK_OF_7_3 = -7300579258652549571L;

    /** The reference implementation's output for this seed. */
    @Test
    void the_numbers_are_those_of_splitmix64() {
        Randomness random = new Seed(1234567).generator();

        assertThat(Stream.generate(random::nextLong).limit(5).map(Long::toUnsignedString))
                .containsExactly(
                        "6457827717110365317",
                        "3203168211198807973",
                        "9817491932198370423",
                        "4593380528125082431",
                        "16408922859458223821");
    }

    /** A change of the algorithm would make every written seed mean something else. */
    @Test
    void h1_forks_are_the_same_in_every_jvm() {
        assertThat(new Seed(7).fork("acks")).isEqualTo(new Seed(FORK_OF_7_ACKS));
        assertThat(new Seed(7).fork(3)).isEqualTo(new Seed(FORK_OF_7_3));
    }

    @Test
    void forks_of_one_seed_differ() {
        Seed seed = new Seed(0);
        List<Seed> forks = Stream.concat(
                        IntStream.range(0, 1000).mapToObj(seed::fork),
                        Stream.of("", "a", "b", "ab", "ba").map(seed::fork))
                .toList();

        assertThat(forks).doesNotHaveDuplicates().doesNotContain(seed);
    }

    @Test
    void bounded_numbers_reach_all_of_their_range_and_no_further() {
        Randomness random = new Seed(1).generator();
        TreeSet<Integer> drawn = new TreeSet<>();
        IntStream.range(0, 1000).forEach(_ -> drawn.add(random.nextInt(5)));

        assertThat(drawn).containsExactly(0, 1, 2, 3, 4);
        assertThat(Stream.generate(random::nextDouble).limit(1000))
                .allMatch(drawnDouble -> drawnDouble >= 0 && drawnDouble < 1);
    }
}
