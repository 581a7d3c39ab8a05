package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.plan.HttpFault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Responses that a fault gives in the server's place: empty, or an error as S3 writes it. */
final class Responses {
    private Responses() {}

    /** The response of an {@link HttpFault.Answer} or {@link HttpFault.ReplaceResponse}. */
    static ByteBuffer to(HttpHead request, HttpFault fault, boolean closes) {
        return switch (fault) {
            case HttpFault.Answer(var _, int status, String code) -> response(request, status, code, closes);
            case HttpFault.ReplaceResponse(var _, int status, String code) -> response(request, status, code, closes);
            default -> throw new IllegalArgumentException(fault + " is no response");
        };
    }

    private static ByteBuffer response(HttpHead request, int status, String code, boolean closes) {
        boolean silent = request.method().equals("HEAD") || code.isEmpty();
        byte[] body = silent ? new byte[0] : error(request, code).getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " " + reason(status) + "\r\n"
                + (silent ? "" : "Content-Type: application/xml\r\n")
                + "Content-Length: " + body.length + "\r\n"
                + "x-amz-request-id: fault-injection\r\n"
                + (closes ? "Connection: close\r\n" : "")
                + "\r\n";
        byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(first.length + body.length)
                .put(first)
                .put(body)
                .flip();
    }

    private static String error(HttpHead request, String code) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + escape(code) + "</Code><Message>"
                + message(code) + "</Message><Resource>" + escape(request.path())
                + "</Resource><RequestId>fault-injection</RequestId></Error>";
    }

    private static String message(String code) {
        return switch (code) {
            case "SlowDown" -> "Please reduce your request rate.";
            case "NoSuchBucket" -> "The specified bucket does not exist";
            case "AccessDenied" -> "Access Denied";
            case "PreconditionFailed" -> "At least one of the pre-conditions you specified did not hold";
            case "InternalError" -> "We encountered an internal error. Please try again.";
            default -> "Injected by a fault plan";
        };
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Injected";
        };
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
