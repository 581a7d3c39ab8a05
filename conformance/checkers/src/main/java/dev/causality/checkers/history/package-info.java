/**
 * The history of a run: everything that was tried, seen and found, as JSON lines in one order.
 *
 * <p>The harness writes it while the run goes on; a judge reads it afterwards and uses nothing else. System runs, proxy
 * taps and simulations all write this format, so one set of checkers judges them all. The page docs/history-format.md
 * describes every kind of line.
 */
@NullMarked
package dev.causality.checkers.history;

import org.jspecify.annotations.NullMarked;
