package dev.causality.conformance.contract.differential;

import java.util.List;

/**
 * How much of what was drawn has been compared. Discarded comparisons are no failure, because a busy machine is none; but
 * a test that has compared next to nothing has shown nothing (H3). Not thread-safe.
 */
public final class Tally {

    /** Below this share of compared steps a run of the test counts as vacuous. */
    private static final double LEAST_SHARE = 0.05;

    private long drawn;
    private long compared;
    private int same;
    private int undecided;
    private int disturbed;
    private String lastDisturbance = "none";

    /** Counts what came of these scripts. */
    public void add(List<Script> scripts, List<Comparison> comparisons) {
        scripts.forEach(script -> drawn += script.steps().size());
        for (Comparison comparison : comparisons) {
            compared += comparison.steps();
            switch (comparison) {
                case Comparison.Same _ -> same++;
                case Comparison.Undecided _ -> undecided++;
                case Comparison.Disturbed(int _, String why) -> {
                    disturbed++;
                    lastDisturbance = why;
                }
                case Comparison.Different _ -> {}
            }
        }
    }

    /** Whether that is too little to say anything. */
    public boolean vacuous() {
        return compared < drawn * LEAST_SHARE || compared == 0;
    }

    @Override
    public String toString() {
        return compared + " of " + drawn + " steps compared; " + same + " scripts to their end, " + undecided
                + " as far as their order is decided, " + disturbed + " until they were disturbed, the last because "
                + lastDisturbance;
    }
}
