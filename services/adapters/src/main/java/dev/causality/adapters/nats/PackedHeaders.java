package dev.causality.adapters.nats;

import dev.causality.ports.Header;
import io.nats.client.Message;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a delivered message, in their order, as {@link HeaderFilter} leaves them: the first bytes of the payload,
 * their number behind a mark at the end of the reply subject. They are read when somebody looks, which is seldom. Not
 * modifiable; safe for use by several tasks.
 */
final class PackedHeaders extends AbstractList<Header> {

    /** Between a reply subject and the length of the headers. A stream's name may hold it, the last token does not. */
    static final char MARK = '#';

    private final byte[] encoded;
    private final int length;
    private volatile @Nullable List<Header> list;

    private PackedHeaders(byte[] encoded, int length) {
        this.encoded = encoded;
        this.length = length;
    }

    /** Where the mark stands in a reply subject; negative when there is none. */
    static int mark(String reply) {
        int at = reply.length() - 1;
        while (at >= 0 && reply.charAt(at) != MARK && reply.charAt(at) != '.') {
            at--;
        }
        return at >= 0 && reply.charAt(at) == MARK ? at : -1;
    }

    /** How many bytes the server counts a message as. */
    static long size(Message message) {
        String reply = message.getReplyTo();
        int mark = reply == null ? -1 : mark(reply);
        return message.consumeByteCount() - (mark < 0 ? 0 : reply.length() - mark);
    }

    /** The first {@code length} bytes as headers. */
    static List<Header> of(byte[] packed, int length) {
        return length == 0 ? List.of() : new PackedHeaders(packed, length);
    }

    /** What is behind the headers. */
    static byte[] payload(byte[] packed, int length) {
        return length == 0 ? packed : Arrays.copyOfRange(packed, length, packed.length);
    }

    @Override
    public Header get(int index) {
        return list().get(index);
    }

    @Override
    public int size() {
        return list().size();
    }

    private List<Header> list() {
        List<Header> read = list;
        if (read == null) {
            read = EncodedHeaders.read(encoded, length);
            list = read;
        }
        return read;
    }
}
