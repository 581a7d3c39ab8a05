package dev.causality.faults.proxy.protocol.redis;

import dev.causality.faults.plan.RedisFault;

/** A fault that hits a command, under its name. */
record RedisHit(String name, RedisFault fault) {}
