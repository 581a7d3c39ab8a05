package dev.causality.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.gateway.core.Outcome.Failed;
import dev.causality.gateway.core.Outcome.Ok;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

    private static final int LIMIT = 1 << 20;

    private final Kernel kernel = Kernels.jdk();
    private final Capacity capacity = new Capacity(kernel, 10, 3L * LIMIT);
    private final Capacity.Share share = capacity.newShare();
    private final BodyReader reader = new BodyReader(kernel, LIMIT, Duration.ofSeconds(30));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 64 * 1024, 64 * 1024 + 1, LIMIT - 1, LIMIT})
    void it_reads_bodies_up_to_the_limit_announced_or_not(int size) {
        byte[] sent = pattern(size);

        assertThat(reader.read(new Pieces(sent, 7_777, true), share))
                .isInstanceOfSatisfying(
                        Ok.class, ok -> assertThat((byte[]) ok.value()).isEqualTo(sent));
        assertThat(reader.read(new Pieces(sent, 7_777, false), share))
                .isInstanceOfSatisfying(
                        Ok.class, ok -> assertThat((byte[]) ok.value()).isEqualTo(sent));
    }

    @Test
    void a5_an_announced_body_over_the_limit_is_413_without_reading_a_byte() {
        Pieces body = new Pieces(pattern(LIMIT + 1), 1000, true);

        assertThat(code(reader.read(body, share))).isEqualTo(ErrorCode.BODY_TOO_LARGE);
        assertThat(body.position).isZero();
    }

    @Test
    void a5_an_unannounced_body_over_the_limit_is_413_after_one_byte_too_many() {
        Pieces body = new Pieces(pattern(LIMIT + 5000), 1000, false);

        assertThat(code(reader.read(body, share))).isEqualTo(ErrorCode.BODY_TOO_LARGE);
        assertThat(body.position).isEqualTo(LIMIT + 1);
    }

    @Test
    void a7_a_client_that_announces_much_and_sends_little_holds_little() {
        Body stalled = new Body() {
            @Override
            public OptionalLong announced() {
                return OptionalLong.of(LIMIT);
            }

            @Override
            public Progress read(byte[] target, int offset, int length, Deadline deadline) {
                assertThat(capacity.bytesTaken()).isLessThanOrEqualTo(64 * 1024);
                return new Progress.TimedOut();
            }
        };

        assertThat(code(reader.read(stalled, share))).isEqualTo(ErrorCode.BODY_TIMEOUT);
    }

    @Test
    void a7_a_body_for_which_there_is_no_room_is_refused_while_it_is_read() {
        Capacity.Share other = capacity.newShare();
        assertThat(other.take(2L * LIMIT + LIMIT / 2)).isTrue();

        assertThat(code(reader.read(new Pieces(pattern(LIMIT), 1000, true), share)))
                .isEqualTo(ErrorCode.OVERLOADED);
        assertThat(code(reader.read(new Pieces(pattern(10), 1000, false), capacity.newShare())))
                .isEqualTo(ErrorCode.OVERLOADED);
    }

    @Test
    void a5_a_body_that_ends_early_is_malformed() {
        Body cut = new Pieces(pattern(10), 10, true) {
            @Override
            public OptionalLong announced() {
                return OptionalLong.of(11);
            }
        };

        assertThat(code(reader.read(cut, share))).isEqualTo(ErrorCode.MALFORMED);
    }

    private static ErrorCode code(Outcome<byte[]> outcome) {
        assertThat(outcome).isInstanceOf(Failed.class);
        return ((Failed<byte[]>) outcome).problem().code();
    }

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    /** A body that comes in pieces. */
    private static class Pieces implements Body {

        private final byte[] bytes;
        private final int piece;
        private final boolean announced;
        private int position;

        Pieces(byte[] bytes, int piece, boolean announced) {
            this.bytes = bytes;
            this.piece = piece;
            this.announced = announced;
        }

        @Override
        public OptionalLong announced() {
            return announced ? OptionalLong.of(bytes.length) : OptionalLong.empty();
        }

        @Override
        public Progress read(byte[] target, int offset, int length, Deadline deadline) {
            int count = Math.min(Math.min(length, piece), bytes.length - position);
            if (count == 0) {
                return new Progress.End();
            }
            System.arraycopy(bytes, position, target, offset, count);
            Arrays.fill(target, offset + count, offset + length, (byte) 0xEE);
            position += count;
            return new Progress.Bytes(count);
        }
    }
}
