package dev.causality.gateway.core;

import dev.causality.gateway.config.Rate;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that lets a client write one app's events. The secret itself is nowhere.
 *
 * @param id what the key is called, in lists and when it is revoked; no secret
 * @param label for people; may be empty
 * @param digest of the secret
 * @param rate its own limit, instead of the usual one
 */
record ApiKey(String id, String appId, String label, KeyDigest digest, Instant created, Optional<Rate> rate) {}
