package dev.causality.ports;

import java.time.Instant;
import java.util.List;

/** A message as a stream holds it. */
public record StoredMessage(long sequence, Instant time, String subject, List<Header> headers, byte[] payload) {}
