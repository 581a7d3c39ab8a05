package dev.causality.conformance.contract.properties;

import dev.causality.conformance.contract.differential.Script;
import dev.causality.conformance.contract.differential.Shape;
import dev.causality.conformance.contract.differential.Step;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Draws operations on a stream. */
final class Steps {

    private static final int MOST_IDS = 3;
    private static final int MOST_DELIVERIES = 12;

    private Steps() {}

    private static Arbitrary<Shape> shapes() {
        return Combinators.combine(
                        Arbitraries.of(-1, 1, 2, 3),
                        Arbitraries.of(1, 2, 4, 100),
                        Arbitraries.of(true, false),
                        Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true)))
                .as(Shape::new);
    }

    /** Runs that may go on side by side on one server. */
    static Arbitrary<List<Script>> scripts(int count) {
        return script(step()).list().ofSize(count);
    }

    /** Runs with restarts, each of a server of its own. */
    static Arbitrary<List<Script>> scriptsWithRestarts(int count) {
        Arbitrary<Step> restart = Arbitraries.just(new Step.Restart());
        return script(Arbitraries.frequencyOf(Tuple.of(8, step()), Tuple.of(1, restart)))
                .list()
                .ofSize(count);
    }

    private static Arbitrary<Script> script(Arbitrary<Step> step) {
        return Combinators.combine(shapes(), step.list().ofMinSize(8).ofMaxSize(28))
                .as(Script::new);
    }

    private static Arbitrary<Step> step() {
        Arbitrary<Integer> delivery = Arbitraries.integers().between(0, MOST_DELIVERIES);
        Arbitrary<Step> publish = Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.integers().between(0, MOST_IDS),
                        Arbitraries.of(0, 10, 200))
                .as(Step.Publish::new);
        Arbitrary<Step> pull = Arbitraries.integers().between(1, 4).map(Step.Pull::new);
        return Arbitraries.frequencyOf(
                Tuple.of(6, publish),
                Tuple.of(7, pull),
                Tuple.of(4, delivery.map(Step.Ack::new)),
                Tuple.of(
                        3,
                        Combinators.combine(delivery, Arbitraries.of(true, false))
                                .as(Step.Nak::new)),
                Tuple.of(1, delivery.map(Step.Term::new)),
                Tuple.of(1, delivery.map(Step.InProgress::new)),
                Tuple.of(1, Arbitraries.integers().between(1, 3).map(Step.Purge::new)),
                Tuple.of(3, Arbitraries.just(new Step.Look())),
                Tuple.of(5, Arbitraries.integers().between(1, 7).map(Step.Wait::new)));
    }
}
