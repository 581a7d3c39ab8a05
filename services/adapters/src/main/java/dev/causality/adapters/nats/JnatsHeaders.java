package dev.causality.adapters.nats;

import dev.causality.ports.Header;
import io.nats.client.impl.Headers;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A received message's headers as a list, which is made when somebody looks: most messages are processed without a look
 * at theirs. The client loses their order; here they are sorted by name. Not modifiable; safe for use by several tasks.
 */
final class JnatsHeaders extends AbstractList<Header> {

    private final Headers headers;
    private volatile @Nullable List<Header> list;

    private JnatsHeaders(Headers headers) {
        this.headers = headers;
    }

    static List<Header> of(@Nullable Headers headers) {
        return headers == null || headers.isEmpty() ? List.of() : new JnatsHeaders(headers);
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
        List<Header> made = list;
        if (made == null) {
            made = new ArrayList<>();
            for (String name : new TreeSet<>(headers.keySet())) {
                List<String> values = headers.get(name);
                for (String value : values == null ? List.<String>of() : values) {
                    made.add(new Header(name, value));
                }
            }
            list = made;
        }
        return made;
    }
}
