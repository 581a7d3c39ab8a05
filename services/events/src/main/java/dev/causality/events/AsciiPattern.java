package dev.causality.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A regular expression over ASCII, compiled to a table with one step per byte, so that a name is judged on its UTF-8 bytes
 * without making a string of it, in time that depends on its length only.
 *
 * <p>It understands what patterns of names need: literals, classes with ranges, escapes of punctuation, groups,
 * alternatives, and the repetitions {@code * + ?}, between {@code ^} and {@code $}. Anything else is refused when the
 * pattern is compiled. Immutable.
 *
 * <p>The construction is Glushkov's: each character of the expression is a position; the automaton's state is the set of
 * positions that may have matched the last byte, held as a bit set. The reachable sets are numbered ahead of time.
 */
final class AsciiPattern {

    private static final int ASCII = 128;
    private static final byte DEAD = -1;
    /** Position 0 is the start, so 63 characters and classes can follow; the table's cells are bytes. */
    private static final int MAX_POSITIONS = 64;

    private static final int MAX_STATES = Byte.MAX_VALUE;

    private final String source;
    private final byte[] steps;
    private final boolean[] accepting;

    private AsciiPattern(String source, byte[] steps, boolean[] accepting) {
        this.source = source;
        this.steps = steps;
        this.accepting = accepting;
    }

    /** Compiles. An {@link IllegalArgumentException} says what is not supported. */
    static AsciiPattern compile(String source) {
        if (!source.startsWith("^") || !source.endsWith("$") || source.length() < 2) {
            throw new IllegalArgumentException("a pattern must be anchored by ^ and $: " + source);
        }
        Parser parser = new Parser(source);
        Part whole = parser.alternatives();
        parser.expectEnd();
        parser.connect(1L, whole.first);
        return new Tabulation(parser.follow, parser.accepts, whole).build(source);
    }

    /** Whether the bytes match from the first to the last. */
    boolean matches(byte[] bytes, int offset, int length) {
        int state = 0;
        for (int i = offset; i < offset + length; i++) {
            int next = bytes[i];
            if (next < 0) {
                return false;
            }
            state = steps[state * ASCII + next];
            if (state == DEAD) {
                return false;
            }
        }
        return accepting[state];
    }

    @Override
    public String toString() {
        return source;
    }

    /** A part of the expression: which positions can begin it and end it, and whether it can be empty. */
    private record Part(long first, long last, boolean nullable) {}

    /** A recursive-descent parser that gathers the positions and which may follow which. */
    private static final class Parser {

        private final String source;
        private final int end;
        private int at = 1;
        private int positions = 1;
        final long[] follow = new long[MAX_POSITIONS];
        final boolean[][] accepts = new boolean[MAX_POSITIONS][];

        Parser(String source) {
            this.source = source;
            this.end = source.length() - 1;
        }

        Part alternatives() {
            Part part = sequence();
            while (at < end && source.charAt(at) == '|') {
                at++;
                Part other = sequence();
                part = new Part(part.first | other.first, part.last | other.last, part.nullable || other.nullable);
            }
            return part;
        }

        void expectEnd() {
            if (at != end) {
                throw unsupported();
            }
        }

        void connect(long from, long to) {
            for (int position = 0; position < MAX_POSITIONS; position++) {
                if ((from >>> position & 1) != 0) {
                    follow[position] |= to;
                }
            }
        }

        private Part sequence() {
            Part part = new Part(0, 0, true);
            while (at < end && source.charAt(at) != '|' && source.charAt(at) != ')') {
                Part next = repeated();
                connect(part.last, next.first);
                part = new Part(
                        part.nullable ? part.first | next.first : part.first,
                        next.nullable ? part.last | next.last : next.last,
                        part.nullable && next.nullable);
            }
            return part;
        }

        private Part repeated() {
            Part part = atom();
            if (at < end && "*+?".indexOf(source.charAt(at)) >= 0) {
                char repetition = source.charAt(at++);
                if (repetition != '?') {
                    connect(part.last, part.first);
                }
                part = new Part(part.first, part.last, part.nullable || repetition != '+');
                if (at < end && "*+?".indexOf(source.charAt(at)) >= 0) {
                    throw unsupported();
                }
            }
            return part;
        }

        private Part atom() {
            char c = source.charAt(at);
            if (c == '(') {
                at++;
                Part part = alternatives();
                expect(')');
                return part;
            }
            boolean[] set = new boolean[ASCII];
            if (c == '[') {
                at++;
                characterClass(set);
            } else if ("*+?.^${}])".indexOf(c) >= 0) {
                throw unsupported();
            } else {
                set[character()] = true;
            }
            return position(set);
        }

        private void characterClass(boolean[] set) {
            do {
                if (source.charAt(at) == '^' || source.charAt(at) == '[') {
                    throw unsupported();
                }
                int low = character();
                int high = low;
                if (at + 1 < end && source.charAt(at) == '-' && source.charAt(at + 1) != ']') {
                    at++;
                    high = character();
                }
                Arrays.fill(set, low, high + 1, true);
            } while (at < end && source.charAt(at) != ']');
            expect(']');
        }

        private int character() {
            char c = source.charAt(at++);
            if (c == '\\') {
                c = at < end ? source.charAt(at++) : '\0';
                if (c < '!' || c > '~' || Character.isLetterOrDigit(c)) {
                    throw unsupported();
                }
            }
            if (c >= ASCII) {
                throw unsupported();
            }
            return c;
        }

        private Part position(boolean[] set) {
            if (positions == MAX_POSITIONS) {
                throw unsupported();
            }
            accepts[positions] = set;
            long bit = 1L << positions++;
            return new Part(bit, bit, false);
        }

        private void expect(char c) {
            if (at >= end || source.charAt(at) != c) {
                throw unsupported();
            }
            at++;
        }

        private IllegalArgumentException unsupported() {
            return new IllegalArgumentException("not supported in the pattern " + source + " near index " + at);
        }
    }

    /** Numbers the reachable sets of positions, in the order in which they are found. */
    private static final class Tabulation {

        private final long[] follow;
        private final boolean[][] accepts;
        private final Part whole;
        private final List<Long> states = new ArrayList<>();

        Tabulation(long[] follow, boolean[][] accepts, Part whole) {
            this.follow = follow;
            this.accepts = accepts;
            this.whole = whole;
        }

        AsciiPattern build(String source) {
            states.add(1L);
            List<byte[]> rows = new ArrayList<>();
            for (int state = 0; state < states.size(); state++) {
                rows.add(row(states.get(state)));
                if (states.size() > MAX_STATES) {
                    throw new IllegalArgumentException("too many states in the pattern " + source);
                }
            }
            byte[] steps = new byte[rows.size() * ASCII];
            boolean[] accepting = new boolean[rows.size()];
            for (int state = 0; state < rows.size(); state++) {
                System.arraycopy(rows.get(state), 0, steps, state * ASCII, ASCII);
                accepting[state] = state == 0 ? whole.nullable : (states.get(state) & whole.last) != 0;
            }
            return new AsciiPattern(source, steps, accepting);
        }

        private byte[] row(long state) {
            byte[] row = new byte[ASCII];
            for (int c = 0; c < ASCII; c++) {
                long next = next(state, c);
                row[c] = next == 0 ? DEAD : (byte) number(next);
            }
            return row;
        }

        private long next(long state, int c) {
            long next = 0;
            for (int position = 0; position < MAX_POSITIONS; position++) {
                if ((state >>> position & 1) != 0) {
                    next |= follow[position];
                }
            }
            for (int position = 1; position < MAX_POSITIONS; position++) {
                if ((next >>> position & 1) != 0 && !accepts[position][c]) {
                    next &= ~(1L << position);
                }
            }
            return next;
        }

        private int number(long set) {
            int index = states.indexOf(set);
            if (index < 0) {
                states.add(set);
                index = states.size() - 1;
            }
            return index;
        }
    }
}
