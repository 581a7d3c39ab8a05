package dev.causality.checkers;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong: counts all, keeps the first few as examples. */
final class Violations {
    private static final int MAX_EXAMPLES = 10;

    private final List<String> examples = new ArrayList<>();
    private long count;

    void add(String example) {
        count++;
        if (examples.size() < MAX_EXAMPLES) {
            examples.add(example);
        }
    }

    long count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Invalid with this summary when there was anything, else the verdict given. */
    Verdict orElse(String summary, Verdict otherwise) {
        return isEmpty() ? otherwise : new Verdict.Invalid(summary, count, examples);
    }
}
