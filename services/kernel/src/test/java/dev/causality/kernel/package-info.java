/** Tests of the kernel over the JDK. */
@org.jspecify.annotations.NullMarked
package dev.causality.kernel;
