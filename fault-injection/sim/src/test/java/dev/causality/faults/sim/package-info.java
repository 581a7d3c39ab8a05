/** Tests of the simulated kernel; its contract is that of the kernel over the JDK. */
@NullMarked
package dev.causality.faults.sim;

import org.jspecify.annotations.NullMarked;
