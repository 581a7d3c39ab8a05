/**
 * Settings from the environment into validated records. A service declares what it reads, one setting at a time, with
 * default, meaning and limits; the same declarations check the values, print the help and write the reference. All that
 * is wrong is reported at once, and no record exists before everything is right.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.kernel.settings;
