package dev.causality.adapters.s3;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Whether a request was handed to the network. A failure before that (no credentials, a malformed key) proves that
 * nothing was written. Used by one call; the SDK may end a call from another thread, hence volatile.
 */
final class Transmission {

    static final ExecutionAttribute<Transmission> ATTRIBUTE = new ExecutionAttribute<>("causality.transmission");

    private volatile boolean begun;

    boolean begun() {
        return begun;
    }

    /** Notes the moment on behalf of every call. Stateless. */
    static final class Watcher implements ExecutionInterceptor {

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            Transmission transmission = attributes.getAttribute(ATTRIBUTE);
            if (transmission != null) {
                transmission.begun = true;
            }
        }
    }
}
