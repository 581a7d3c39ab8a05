/**
 * What every implementation of a port must do, real or simulated: one suite for each port, which its tests extend with
 * nothing but a {@link dev.causality.conformance.contract.Stage} to play on. Each rule has an id in its test's name ({@code
 * es} streams, {@code ec} consumers, {@code os} objects, {@code db} documents, {@code we} encoders). That a suite can fail
 * is shown by implementations that break one rule each.
 */
@NullMarked
package dev.causality.conformance.contract;

import org.jspecify.annotations.NullMarked;
