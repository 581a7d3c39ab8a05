package dev.causality.faults.proxy.control;

import java.util.List;

/** A request that cannot be carried out, with the status and text that Toxiproxy has for it. */
public final class ApiException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient List<Proxy> done;

    private ApiException(int status, String message, List<Proxy> done) {
        super(message);
        this.status = status;
        this.done = done;
    }

    private ApiException(int status, String message) {
        this(status, message, List.of());
    }

    static ApiException badBody(String why) {
        return new ApiException(400, "bad request body: " + why);
    }

    static ApiException missing(String field) {
        return new ApiException(400, "missing required field: " + field);
    }

    static ApiException invalidStream() {
        return new ApiException(400, "stream was invalid, can be either upstream or downstream");
    }

    static ApiException invalidType() {
        return new ApiException(400, "invalid toxic type");
    }

    static ApiException proxyNotFound() {
        return new ApiException(404, "proxy not found");
    }

    static ApiException toxicNotFound() {
        return new ApiException(404, "toxic not found");
    }

    static ApiException planNotFound() {
        return new ApiException(404, "plan not found");
    }

    static ApiException proxyExists() {
        return new ApiException(409, "proxy already exists");
    }

    static ApiException toxicExists() {
        return new ApiException(409, "toxic already exists");
    }

    static ApiException conflict(String why) {
        return new ApiException(409, why);
    }

    static ApiException cannotListen(String why) {
        return new ApiException(500, why);
    }

    /** The same, after a part of a list was done. */
    ApiException after(List<Proxy> proxies) {
        return new ApiException(status, String.valueOf(getMessage()), proxies);
    }

    int status() {
        return status;
    }

    /** What of a list was done before. */
    List<Proxy> done() {
        return done;
    }
}
