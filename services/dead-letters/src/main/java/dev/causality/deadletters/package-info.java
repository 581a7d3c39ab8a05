/**
 * The messages that a consumer gave up, kept so that nothing is lost with them: an entry for each, with its bytes, its
 * headers and why. A worker that gives up publishes the entry and terminates the message; the server's advisories,
 * captured in a stream, are the safety net for what was given up without a worker. Both ways end in one entry, because
 * the entry's id is the message's identity.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.deadletters;
