/**
 * Carries a plan out on real connections and processes: begins and ends its faults by the clock and by what the wire shows,
 * and keeps the account of what was applied.
 */
@NullMarked
package dev.causality.faults.proxy.planned;

import org.jspecify.annotations.NullMarked;
