/**
 * What the services can carry: each figure beside a ceiling measured in the same run on the same machine. The services run
 * as processes of their own, from their jars, with the settings that are printed; so do the ceilings.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.load;
