/** Tests of the process around a service, with real processes and signals. */
@org.jspecify.annotations.NullMarked
package dev.causality.kernel.process;
