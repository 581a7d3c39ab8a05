/**
 * Eyewitnesses: they turn what passes through a proxy into the history that checkers read.
 *
 * <p>A tap stands next to the server. It writes what it understands, before it is passed on, so that the order of the
 * history is the order of cause and effect; keeps what each PUT carried; and says so where it understands nothing more. It
 * changes no byte.
 */
@NullMarked
package dev.causality.faults.proxy.tap;

import org.jspecify.annotations.NullMarked;
