package dev.causality.faults.proxy.protocol.nats;

/** The operations of the NATS client protocol. */
public enum NatsVerb {
    INFO(Speaker.SERVER, false),
    CONNECT(Speaker.CLIENT, false),
    PUB(Speaker.CLIENT, true),
    HPUB(Speaker.CLIENT, true),
    SUB(Speaker.CLIENT, false),
    UNSUB(Speaker.CLIENT, false),
    MSG(Speaker.SERVER, true),
    HMSG(Speaker.SERVER, true),
    PING(Speaker.BOTH, false),
    PONG(Speaker.BOTH, false),
    OK(Speaker.SERVER, false),
    ERR(Speaker.SERVER, false);

    /** Who may say it. */
    enum Speaker {
        CLIENT,
        SERVER,
        BOTH
    }

    private final Speaker speaker;
    private final boolean payload;

    NatsVerb(Speaker speaker, boolean payload) {
        this.speaker = speaker;
        this.payload = payload;
    }

    /** Whether a payload follows its line. */
    boolean hasPayload() {
        return payload;
    }

    boolean mayComeFrom(Speaker side) {
        return speaker == Speaker.BOTH || speaker == side;
    }
}
