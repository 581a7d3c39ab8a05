package dev.causality.checkers;

import java.util.List;

/** The verdicts of all checkers on one history. The worst of them is the verdict on the run. */
public record Judgement(List<Finding> findings) {
    public Judgement {
        findings = List.copyOf(findings);
    }

    /** One checker's verdict. */
    public record Finding(String invariant, String promise, Verdict verdict) {}

    /** From best to worst. */
    public enum Overall {
        VALID,
        UNKNOWN,
        INVALID
    }

    /** The worst of the verdicts; unknown when there is none at all. */
    public Overall overall() {
        return findings.stream()
                .map(finding -> overallOf(finding.verdict()))
                .max(Enum::compareTo)
                .orElse(Overall.UNKNOWN);
    }

    /** The invariants that were found broken. */
    public List<String> broken() {
        return findings.stream()
                .filter(finding -> finding.verdict() instanceof Verdict.Invalid)
                .map(Finding::invariant)
                .toList();
    }

    private static Overall overallOf(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Valid _ -> Overall.VALID;
            case Verdict.Unknown _ -> Overall.UNKNOWN;
            case Verdict.Invalid _ -> Overall.INVALID;
        };
    }
}
