/**
 * The control API: Toxiproxy 2.12's, to the letter where its clients can tell, and what goes beyond it, {@code /plan} above
 * all.
 *
 * <p>{@link dev.causality.faults.proxy.control.Proxies} holds what there is; one lock serialises everybody who changes
 * something, the API and a running plan alike. A call returns when every open connection has changed.
 */
@NullMarked
package dev.causality.faults.proxy.control;

import org.jspecify.annotations.NullMarked;
