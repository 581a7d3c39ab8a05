/** Tests of retention. */
@org.jspecify.annotations.NullMarked
package dev.causality.retention;
