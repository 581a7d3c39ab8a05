package dev.causality.gateway.core;

import java.util.Locale;
import java.util.Optional;

/** The two ways in which events come and answers go. */
enum MediaType {
    JSON("application/json"),
    PROTOBUF("application/x-protobuf");

    private static final String OCTETS = "application/octet-stream";
    static final String SUPPORTED = JSON.text + ", " + PROTOBUF.text + " or " + OCTETS;

    private final String text;

    MediaType(String text) {
        this.text = text;
    }

    /** As it stands in a Content-Type header. */
    String text() {
        return text;
    }

    /** The type that a Content-Type header names; empty when it is none of ours, or JSON in another charset than UTF-8. */
    static Optional<MediaType> ofContent(String contentType) {
        int semicolon = contentType.indexOf(';');
        Optional<MediaType> type = ofName(semicolon < 0 ? contentType : contentType.substring(0, semicolon));
        boolean plain = semicolon < 0 || type.equals(Optional.of(PROTOBUF));
        return plain ? type : type.filter(_ -> utf8(contentType.substring(semicolon + 1)));
    }

    /**
     * The type to answer in: the first of ours that an Accept header names, else that of the request. Quality values are
     * not weighed.
     */
    static MediaType ofAnswer(Optional<String> accept, MediaType ofRequest) {
        if (accept.isEmpty() || accept.get().equals("*/*")) {
            return ofRequest;
        }
        for (String range : accept.get().split(",", -1)) {
            int semicolon = range.indexOf(';');
            Optional<MediaType> type = ofName(semicolon < 0 ? range : range.substring(0, semicolon));
            if (type.isPresent()) {
                return type.get();
            }
        }
        return ofRequest;
    }

    private static Optional<MediaType> ofName(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "application/json" -> Optional.of(JSON);
            case "application/x-protobuf", "application/protobuf", OCTETS -> Optional.of(PROTOBUF);
            default -> Optional.empty();
        };
    }

    private static boolean utf8(String parameters) {
        for (String parameter : parameters.split(";", -1)) {
            String normal = parameter.strip().toLowerCase(Locale.ROOT).replace("\"", "");
            if (normal.startsWith("charset=") && !normal.equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }
}
