/**
 * What people see of a run: progress, plan, timeline, table and verdict, and the command that runs it again.
 */
@NullMarked
package dev.causality.conformance.system.report;

import org.jspecify.annotations.NullMarked;
