package dev.causality.conformance.contract.wrong;

import java.util.function.UnaryOperator;

/**
 * An implementation that breaks a rule.
 *
 * @param how what it does wrong
 * @param rule the id of the rule that it breaks, among others maybe
 * @param make makes it from a right one
 */
record Wrong<P>(String how, String rule, UnaryOperator<P> make) {

    @Override
    public String toString() {
        return rule + " " + how;
    }
}
