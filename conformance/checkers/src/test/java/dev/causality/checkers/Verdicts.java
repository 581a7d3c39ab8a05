package dev.causality.checkers;

import static org.assertj.core.api.Assertions.assertThat;

/** What tests expect of a verdict. */
final class Verdicts {
    private Verdicts() {}

    static void assertValid(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Valid.class);
    }

    /** Invalid once, with an example that says this. */
    static void assertInvalid(Verdict verdict, String... said) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Invalid.class, invalid -> {
            assertThat(invalid.count()).isEqualTo(1);
            assertThat(invalid.examples()).singleElement().asString().contains(said);
        });
    }

    /** Unknown, with a reason that says this. */
    static void assertUnknown(Verdict verdict, String said) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Unknown.class,
                        unknown -> assertThat(unknown.reasons())
                                .anySatisfy(reason -> assertThat(reason).contains(said)));
    }
}
