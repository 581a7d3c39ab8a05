package dev.causality.events;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * A compact form of stream sequences: distances as unsigned varints, with runs of consecutive sequences counted. Consecutive
 * ones take a few bytes in all, interleaved ones about a byte each. The form is described beside the field that carries it
 * ({@code Intent.sequences}).
 */
public final class Sequences {

    /** No distance; announces the number of consecutive sequences that follow. */
    private static final long RUN = 0;

    /** From this many consecutive sequences on a run is shorter than its distances. */
    private static final int SHORTEST_RUN = 3;

    private static final int MAX_VARINT = 10;

    /** More than any batch holds; what claims to hold more is damaged, and is not expanded. */
    static final int MAX_COUNT = 1 << 22;

    private Sequences() {}

    /**
     * Encodes.
     *
     * @param sequences ascending, each once, from 1 on; at most {@value #MAX_COUNT}
     */
    public static ByteString encode(long[] sequences) {
        if (sequences.length > MAX_COUNT) {
            throw new IllegalArgumentException(sequences.length + " sequences");
        }
        byte[] buffer = new byte[(sequences.length + 1) * MAX_VARINT];
        CodedOutputStream out = CodedOutputStream.newInstance(buffer);
        try {
            for (int i = 0; i < sequences.length; ) {
                int run = runLength(sequences, i);
                if (run >= SHORTEST_RUN) {
                    out.writeUInt64NoTag(RUN);
                    out.writeUInt64NoTag(run);
                    i += run;
                } else {
                    out.writeUInt64NoTag(distance(sequences, i));
                    i++;
                }
            }
            out.flush();
            return ByteString.copyFrom(buffer, 0, out.getTotalBytesWritten());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Decodes, whoever encoded.
     *
     * @return ascending, each once, from 1 on
     * @throws IllegalArgumentException when the bytes are not an encoded set of sequences
     */
    public static long[] decode(ByteString encoded) {
        long[] sequences = new long[Math.max(1, encoded.size())];
        int size = 0;
        long last = 0;
        try {
            CodedInputStream in = encoded.newCodedInput();
            while (!in.isAtEnd()) {
                long distance = in.readUInt64();
                long run = distance == RUN ? in.readUInt64() : 1;
                long step = distance == RUN ? 1 : distance;
                requireSound(distance, run, size, last);
                if (size + run > sequences.length) {
                    sequences = Arrays.copyOf(sequences, (int) Math.max(size + run, 2L * sequences.length));
                }
                for (int i = 0; i < run; i++) {
                    last += step;
                    sequences[size++] = last;
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("truncated sequences", e);
        }
        return Arrays.copyOf(sequences, size);
    }

    /** A run needs a sequence to go on from; nothing may go beyond the highest sequence there can be. */
    private static void requireSound(long distance, long run, int size, long last) {
        boolean runFromNothing = distance == RUN && size == 0;
        boolean tooMany = run < 1 || run > MAX_COUNT - size;
        boolean tooFar = distance < 0 || Math.max(distance, run) > Long.MAX_VALUE - last;
        if (runFromNothing || tooMany || tooFar) {
            throw new IllegalArgumentException("damaged sequences after " + last);
        }
    }

    /** How many sequences from {@code from} on lie at distance 1 from the one before each. */
    private static int runLength(long[] sequences, int from) {
        int i = from;
        while (i < sequences.length && i > 0 && distance(sequences, i) == 1) {
            i++;
        }
        return i - from;
    }

    private static long distance(long[] sequences, int i) {
        long distance = i == 0 ? sequences[0] : sequences[i] - sequences[i - 1];
        if (distance <= 0) {
            throw new IllegalArgumentException("sequences must be positive, ascending and distinct");
        }
        return distance;
    }
}
