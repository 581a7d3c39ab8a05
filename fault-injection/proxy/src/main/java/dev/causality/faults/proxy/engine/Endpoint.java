package dev.causality.faults.proxy.engine;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One side of a connection: its socket, and what is wanted of it. Belongs to the connection's loop. */
final class Endpoint implements EventLoop.Ready {
    private static final int RESET_AT_CLOSE = 0;

    private final Connection connection;
    private final SocketChannel channel;
    private final SelectionKey key;
    private int interest;
    private boolean open = true;

    Endpoint(Connection connection, SocketChannel channel, EventLoop loop) throws IOException {
        this.connection = connection;
        this.channel = channel;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.key = channel.register(loop.selector(), 0, this);
    }

    SocketChannel channel() {
        return channel;
    }

    boolean isOpen() {
        return open;
    }

    void want(int operation, boolean wanted) {
        int changed = wanted ? interest | operation : interest & ~operation;
        if (changed != interest && open) {
            interest = changed;
            key.interestOps(changed);
        }
    }

    @Override
    public void ready(SelectionKey ready) {
        if (open) {
            connection.ready(this, ready.readyOps());
        }
    }

    /** Closes the socket; with an RST if asked. */
    void close(boolean reset) {
        if (!open) {
            return;
        }
        open = false;
        try {
            if (reset) {
                channel.setOption(StandardSocketOptions.SO_LINGER, RESET_AT_CLOSE);
            }
        } catch (IOException alreadyGone) {
            // The peer was faster; there is nothing left to reset.
        }
        key.cancel();
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // The same: closing twice is what was wanted.
        }
    }
}
