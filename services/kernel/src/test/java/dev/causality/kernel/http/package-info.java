/** Tests of the filter and the ops server, over real sockets. */
@org.jspecify.annotations.NullMarked
package dev.causality.kernel.http;
