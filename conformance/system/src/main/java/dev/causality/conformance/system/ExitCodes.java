package dev.causality.conformance.system;

import dev.causality.checkers.Judgement;

/** What the process ends with. */
final class ExitCodes {
    private ExitCodes() {}

    static int of(Judgement judgement) {
        return switch (judgement.overall()) {
            case VALID -> 0;
            case INVALID -> 1;
            case UNKNOWN -> 2;
        };
    }
}
