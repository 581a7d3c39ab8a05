package dev.causality.faults.proxy.protocol.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a request means to an S3 store that is addressed path-style: {@code /bucket/key?query}. Immutable.
 *
 * @param bucket empty for requests about no bucket
 * @param key empty for requests about no object
 * @param query parameters that carry meaning, without values where they have none
 * @param createOnly whether it may only create an object, not replace one ({@code If-None-Match: *})
 * @param metadata the object's own metadata, by name without {@code x-amz-meta-}
 */
public record S3Request(
        Operation operation,
        String bucket,
        String key,
        Map<String, String> query,
        boolean createOnly,
        Map<String, String> metadata) {
    private static final String METADATA = "x-amz-meta-";

    /** What is asked of the store. */
    public enum Operation {
        PUT_OBJECT,
        GET_OBJECT,
        HEAD_OBJECT,
        DELETE_OBJECT,
        COPY_OBJECT,
        CREATE_UPLOAD,
        UPLOAD_PART,
        COMPLETE_UPLOAD,
        ABORT_UPLOAD,
        LIST_OBJECTS,
        OTHER
    }

    /** Reads the head of a request; whatever S3 does not know is {@link Operation#OTHER}. */
    public static S3Request of(HttpHead head) {
        String target = head.target();
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        Map<String, String> query = question < 0 ? Map.of() : query(target.substring(question + 1));
        int slash = path.indexOf('/', 1);
        String bucket = decode(path.substring(Math.min(1, path.length()), slash < 0 ? path.length() : slash));
        String key = slash < 0 ? "" : decode(path.substring(slash + 1));
        Map<String, String> metadata = new LinkedHashMap<>();
        for (HttpHead.Header header : head.headers()) {
            if (header.name().startsWith(METADATA)) {
                metadata.put(header.name().substring(METADATA.length()), header.value());
            }
        }
        return new S3Request(
                operation(head, bucket, key, query),
                bucket,
                key,
                query,
                head.header("if-none-match").filter("*"::equals).isPresent(),
                metadata);
    }

    private static Operation operation(HttpHead head, String bucket, String key, Map<String, String> query) {
        if (key.isEmpty()) {
            boolean lists = head.method().equals("GET") && !bucket.isEmpty() && isListing(query);
            return lists ? Operation.LIST_OBJECTS : Operation.OTHER;
        }
        boolean upload = query.containsKey("uploadId");
        return switch (head.method()) {
            case "PUT" -> {
                Optional<String> source = head.header("x-amz-copy-source");
                if (upload) {
                    yield Operation.UPLOAD_PART;
                }
                yield !isPlain(query)
                        ? Operation.OTHER
                        : source.isPresent() ? Operation.COPY_OBJECT : Operation.PUT_OBJECT;
            }
            case "GET" -> isPlain(query) ? Operation.GET_OBJECT : Operation.OTHER;
            case "HEAD" -> Operation.HEAD_OBJECT;
            case "DELETE" -> upload ? Operation.ABORT_UPLOAD : Operation.DELETE_OBJECT;
            case "POST" ->
                upload
                        ? Operation.COMPLETE_UPLOAD
                        : query.containsKey("uploads") ? Operation.CREATE_UPLOAD : Operation.OTHER;
            default -> Operation.OTHER;
        };
    }

    private static boolean isListing(Map<String, String> query) {
        return query.isEmpty()
                || query.containsKey("list-type")
                || query.containsKey("prefix")
                || query.containsKey("marker");
    }

    /** Whether the request is about the object itself, not about its tags, its access rights, or the like. */
    private static boolean isPlain(Map<String, String> query) {
        return query.entrySet().stream()
                .allMatch(entry -> !entry.getValue().isEmpty() || entry.getKey().startsWith("X-Amz-"));
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            if (!name.isEmpty()) {
                query.put(name, equals < 0 ? "" : decode(part.substring(equals + 1)));
            }
        }
        return query;
    }

    /** In paths and in S3's queries a plus sign is itself; what is not an escape is left as it is. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notAnEscape) {
            return text;
        }
    }
}
