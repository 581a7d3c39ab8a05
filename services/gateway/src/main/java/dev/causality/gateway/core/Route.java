package dev.causality.gateway.core;

import java.util.Arrays;

/** What can be asked for, by path. */
enum Route {
    INGEST("/v1/events/ingest", "POST"),
    BATCH("/v1/events/batch", "POST"),
    KEYS("/v1/admin/keys", "GET, POST"),
    KEY("/v1/admin/keys/{id}", "DELETE"),
    HEALTH("/health", "GET"),
    READY("/ready", "GET"),
    /** Whatever else a client asks for. */
    UNKNOWN("unmatched", "");

    /** Where to go instead. */
    static final String HELP = "events go to POST " + INGEST.template + " and POST " + BATCH.template;

    private static final String KEY_PREFIX = KEYS.template + "/";

    private final String template;
    private final String methods;

    Route(String template, String methods) {
        this.template = template;
        this.methods = methods;
    }

    static Route of(String path) {
        for (Route route : values()) {
            if (route.template.equals(path)) {
                return route;
            }
        }
        boolean oneKey = path.startsWith(KEY_PREFIX) && path.length() > KEY_PREFIX.length();
        return oneKey && path.indexOf('/', KEY_PREFIX.length()) < 0 ? KEY : UNKNOWN;
    }

    /** The path, with a name in place of what varies. */
    String template() {
        return template;
    }

    /** The methods that it answers to, as they stand in an Allow header. */
    String methods() {
        return methods;
    }

    boolean answersTo(String method) {
        return methods.equals(method) || Arrays.asList(methods.split(", ", -1)).contains(method);
    }

    /** The last part of a path of {@link #KEY}. */
    static String keyId(String path) {
        return path.substring(KEY_PREFIX.length());
    }

    /** How to authenticate here, for WWW-Authenticate. */
    String challenge() {
        return this == KEYS || this == KEY ? "Bearer realm=\"admin\"" : "ApiKey realm=\"events\", header=\"X-API-Key\"";
    }
}
