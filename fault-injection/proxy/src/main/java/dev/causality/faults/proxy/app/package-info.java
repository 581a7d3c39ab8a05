/**
 * The program {@code fault-proxy}: reads its command line and its file, starts the proxies, the processes and the plan, and
 * says in the end what was applied and what was not.
 */
@NullMarked
package dev.causality.faults.proxy.app;

import org.jspecify.annotations.NullMarked;
