/** Tests against the real servers, as every other module's tests use them. */
@org.jspecify.annotations.NullMarked
package dev.causality.testservers;
