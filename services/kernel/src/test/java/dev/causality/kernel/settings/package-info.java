/** Tests of how settings are read, refused and documented. */
@org.jspecify.annotations.NullMarked
package dev.causality.kernel.settings;
