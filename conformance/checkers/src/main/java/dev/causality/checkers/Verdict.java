package dev.causality.checkers;

import java.util.List;

/** What a checker says about a history. */
public sealed interface Verdict {

    /**
     * The invariant held, and there was something to hold it against.
     *
     * @param shown what was compared, for people
     */
    record Valid(String shown) implements Verdict {}

    /**
     * The invariant was broken.
     *
     * @param summary how, in one line
     * @param count how many times
     * @param examples the first few cases, each in one line
     */
    record Invalid(String summary, long count, List<String> examples) implements Verdict {
        public Invalid {
            examples = List.copyOf(examples);
        }
    }

    /** It cannot be told, for these reasons. */
    record Unknown(List<String> reasons) implements Verdict {
        public Unknown {
            reasons = List.copyOf(reasons);
        }

        /** Unknown for one reason. */
        public Unknown(String reason) {
            this(List.of(reason));
        }
    }
}
