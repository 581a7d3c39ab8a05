@NullMarked
package dev.causality.faults.proxy.run;

import org.jspecify.annotations.NullMarked;
