/**
 * The clients. Publishers make events of several apps and hours and send them, singly and in batches, as JSON and as
 * protobuf, until each is accepted or refused for good.
 *
 * <p>They are as rude as clients are: they race their own first attempt, cut connections, time out and repeat. Every
 * attempt is in the history before it leaves.
 */
@NullMarked
package dev.causality.conformance.system.workload;

import org.jspecify.annotations.NullMarked;
