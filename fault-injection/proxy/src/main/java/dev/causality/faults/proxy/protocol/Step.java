package dev.causality.faults.proxy.protocol;

/** What a decoder came upon, having read up to just behind it. */
public enum Step {
    /** All bytes are read; more are needed before there is something to tell. */
    MORE,
    /** The beginning of a frame is read, up to its payload or body, and says what the frame is and how long. */
    HEAD,
    /** A piece of a body was read. */
    BODY,
    /** A frame is complete. */
    END,
    /** What follows is another protocol, as both sides agreed; the decoder reads nothing any more. */
    OPAQUE,
    /** These bytes are not of the protocol, or beyond its bounds; the decoder reads nothing any more. */
    BROKEN
}
