package dev.causality.conformance.contract.differential;

import java.util.List;

/** What is done to one stream. */
public record Script(Shape shape, List<Step> steps) {}
