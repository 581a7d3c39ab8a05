package dev.causality.faults.sim.world.jetstream;

import dev.causality.ports.Header;
import java.util.List;

/** How many bytes things take: headers on the wire, messages in a file store. */
public final class Sizes {

    private static final int VERSION_LINE = "NATS/1.0\r\n".length();
    private static final int END = 2;
    private static final int SEPARATORS = 3;
    private static final int RECORD_HEADER = 22;
    private static final int CHECKSUM = 8;
    private static final int HEADER_LENGTH = 4;

    private Sizes() {}

    /** Headers as they are sent; none take none. */
    public static long headers(List<Header> headers) {
        if (headers.isEmpty()) {
            return 0;
        }
        long length = (long) VERSION_LINE + END;
        for (Header header : headers) {
            length += (long) header.name().length() + header.value().length() + SEPARATORS;
        }
        return length;
    }

    /** A message's record in a file store. */
    static long stored(String subject, List<Header> headers, byte[] payload) {
        long record = (long) RECORD_HEADER + subject.length() + (long) payload.length + CHECKSUM;
        return headers.isEmpty() ? record : record + HEADER_LENGTH + headers(headers);
    }
}
