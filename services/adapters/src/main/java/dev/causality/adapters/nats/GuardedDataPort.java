package dev.causality.adapters.nats;

import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import java.io.IOException;

/** The client's connection with a {@link HeaderFilter} before its reader. Public because the client makes it by name. */
public final class GuardedDataPort extends SocketDataPortWithWriteTimeout {

    private final HeaderFilter filter = new HeaderFilter();

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = filter.drain(target, offset, length);
        while (count == 0) {
            int filled = filter.fill(super::read);
            if (filled < 0) {
                return filled;
            }
            count = filter.drain(target, offset, length);
        }
        return count;
    }
}
