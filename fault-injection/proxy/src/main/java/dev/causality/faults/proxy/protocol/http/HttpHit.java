package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.plan.HttpFault;

/** A fault that hits a request, under its name. */
record HttpHit(String name, HttpFault fault) {}
