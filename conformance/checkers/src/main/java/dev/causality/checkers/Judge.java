package dev.causality.checkers;

import dev.causality.checkers.Judgement.Finding;
import dev.causality.checkers.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges a history by the invariants that it claims to show, and by H3: that it shows anything. */
public final class Judge {
    private static final List<Checker> CHECKERS = List.of(
            new A1NothingAcceptedIsLost(),
            new A3DuplicateGetsTheFirstId(),
            new B1AckAfterDurable(),
            new B2OneTerminalState(),
            new B4PoisonIsBuried(),
            new B5DeliveriesAreExplained(),
            new B7OneRowPerMessage(),
            new B8StopsInOrder(),
            new B13RowsAreCorrect(),
            new C1OneEntryPerDeadMessage(),
            new C2EntryIsComplete(),
            new UnexpectedRows(),
            new NoProcessDied());

    private Judge() {}

    /** The ids of all invariants that can be judged; H3 is always judged besides. */
    public static List<String> invariants() {
        return CHECKERS.stream().map(Checker::invariant).toList();
    }

    /** The verdicts on this history. */
    public static Judgement judge(History history) {
        List<Finding> findings = new ArrayList<>();
        for (String invariant : history.scope().invariants()) {
            findings.add(find(invariant)
                    .map(checker -> finding(checker, history))
                    .orElseGet(() -> new Finding(
                            invariant, "not known", new Verdict.Unknown("this judge has no checker for it"))));
        }
        findings.add(finding(new H3NothingIsVacuous(), history));
        return new Judgement(findings);
    }

    private static Optional<Checker> find(String invariant) {
        return CHECKERS.stream()
                .filter(checker -> checker.invariant().equals(invariant))
                .findFirst();
    }

    private static Finding finding(Checker checker, History history) {
        return new Finding(checker.invariant(), checker.promise(), checker.check(history));
    }
}
