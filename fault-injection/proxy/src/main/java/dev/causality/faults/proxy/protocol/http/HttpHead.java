package dev.causality.faults.proxy.protocol.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The first line and the headers of a request or response. Immutable.
 *
 * @param method of the request; empty for a response
 * @param target of the request, as sent; empty for a response
 * @param status of the response; 0 for a request
 * @param minorVersion 0 for HTTP/1.0, 1 for HTTP/1.1
 * @param headers with names in lower case, in the order of sending
 */
public record HttpHead(String method, String target, int status, int minorVersion, List<Header> headers) {
    public HttpHead {
        headers = List.copyOf(headers);
    }

    /** The target without its query, which may hold a signature: for people to read. */
    String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /** One header; the name is in lower case. */
    public record Header(String name, String value) {}

    /** The value of the first header of this name, which is given in lower case. */
    public Optional<String> header(String name) {
        for (Header header : headers) {
            if (header.name.equals(name)) {
                return Optional.of(header.value);
            }
        }
        return Optional.empty();
    }

    /** Whether a header that lists things, in one line or several, lists this one; in lower case. */
    public boolean lists(String name, String token) {
        for (Header header : headers) {
            if (header.name.equals(name) && contains(header.value, token)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(String list, String token) {
        for (String part : list.toLowerCase(Locale.ROOT).split(",", -1)) {
            if (part.strip().equals(token)) {
                return true;
            }
        }
        return false;
    }
}
