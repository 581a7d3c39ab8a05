/** What every implementation of a port must do, real or simulated: one suite for each port, which its tests extend. */
@NullMarked
package dev.causality.conformance.contract;

import org.jspecify.annotations.NullMarked;
