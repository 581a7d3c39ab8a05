@NullMarked
package dev.causality.faults.plan;

import org.jspecify.annotations.NullMarked;
