/**
 * The judges of a run: one small class for each invariant, each a pure function of the run's history.
 *
 * <p>A verdict is valid, invalid (with examples) or unknown (with the reason). The worst of them is the verdict on the
 * run: one broken invariant spoils it, and a run that did not exercise what it claims to show is unknown, never a pass.
 * {@link Judge} brings them together; nothing here knows where a history comes from.
 */
@NullMarked
package dev.causality.checkers;

import org.jspecify.annotations.NullMarked;
