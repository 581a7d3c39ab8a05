@org.jspecify.annotations.NullMarked
package dev.causality.deadletters.app;
