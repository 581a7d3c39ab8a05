package dev.causality.kernel.telemetry;

/**
 * All metrics at one moment.
 *
 * @param contentType the format of the body
 * @param body not to be changed
 */
public record Scrape(String contentType, byte[] body) {}
