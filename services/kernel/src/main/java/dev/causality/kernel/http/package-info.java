/**
 * HTTP as every process needs it: a filter that counts requests by route template, and the ops server that tells the
 * outside how the process is doing, from before the service starts until after it has stopped.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.kernel.http;
