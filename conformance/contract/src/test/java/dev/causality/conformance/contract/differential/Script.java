package dev.causality.conformance.contract.differential;

import java.util.List;

/** What is done to one stream. */
public record Script(Shape shape, List<Step> steps) {

    public Script {
        steps = List.copyOf(steps);
    }

    boolean restarts() {
        return steps.stream().anyMatch(Step.Restart.class::isInstance);
    }

    /** As it would stand among the scenarios. */
    String asScenario() {
        StringBuilder text = new StringBuilder("same(new "
                + shape.toString().replaceAll("\\w+=", "").replace('[', '(').replace(']', ')'));
        for (Step step : steps) {
            String made =
                    step.toString().replaceAll("\\w+=", "").replace('[', '(').replace(']', ')');
            text.append(",\n        new ")
                    .append(
                            step instanceof Step.Publish publish
                                    ? made.replace("(" + publish.subject(), "(\"" + publish.subject() + "\"")
                                    : made);
        }
        return text.append(");").toString();
    }
}
