/** The gateway's settings as validated records: what has been built can work. */
@org.jspecify.annotations.NullMarked
package dev.causality.gateway.config;
