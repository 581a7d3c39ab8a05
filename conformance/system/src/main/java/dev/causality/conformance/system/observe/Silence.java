package dev.causality.conformance.system.observe;

import io.nats.client.ErrorListener;

/** The server is killed on purpose: that the connection is lost is no news. */
final class Silence implements ErrorListener {}
