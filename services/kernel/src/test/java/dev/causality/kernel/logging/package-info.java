/** Tests of what log lines look like. */
@org.jspecify.annotations.NullMarked
package dev.causality.kernel.logging;
