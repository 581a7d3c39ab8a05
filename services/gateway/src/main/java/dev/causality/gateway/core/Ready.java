package dev.causality.gateway.core;

import dev.causality.ports.Publication;

/**
 * An event that only needs to be published.
 *
 * @param index its place in the request
 * @param eventId the id in its envelope
 */
record Ready(int index, String eventId, Publication publication) {}
