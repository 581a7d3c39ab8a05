package dev.causality.adapters.nats;

import dev.causality.kernel.Kernel;

/** What everything on one connection shares. */
record Connected(Kernel kernel, Link link, Api api, OutgoingLimit limit) {}
