package dev.causality.faults.proxy.protocol.redis;

/**
 * A command.
 *
 * @param number counted from 1 on its connection
 * @param name in upper case
 * @param key its first argument, or empty
 */
public record RedisCommand(long number, String name, String key) {}
