package dev.causality.ports;

import java.util.List;
import java.util.Map;

/**
 * Encodes rows into one warehouse file. Pure: the same rows and metadata give a file with the same content. Safe for use
 * by several tasks.
 */
public interface WarehouseEncoder {

    /**
     * Encodes.
     *
     * @param rows at least one, or none for an empty, valid file
     * @param metadata key-value metadata of the file, in order
     * @throws UnencodableRowException when one row cannot be encoded
     */
    byte[] encode(List<Row> rows, Map<String, String> metadata);

    /** What content type the files have. */
    String contentType();

    /**
     * A row before it is encoded.
     *
     * @param sequence the message's sequence in its stream
     * @param envelope the event's envelope, protobuf-encoded and valid
     */
    record Row(long sequence, byte[] envelope) {}

    /** One row cannot be encoded; the others may well be. */
    final class UnencodableRowException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int index;

        public UnencodableRowException(int index, String message, Throwable cause) {
            super(message, cause);
            this.index = index;
        }

        /** Which row, counted from 0. */
        public int index() {
            return index;
        }
    }
}
