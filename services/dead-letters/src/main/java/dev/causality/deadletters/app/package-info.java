/** The command line over the dead letters: how many there are, which, and what they hold. It changes nothing. */
@NullMarked
package dev.causality.deadletters.app;

import org.jspecify.annotations.NullMarked;
