package dev.causality.faults.sim.world;

import dev.causality.ports.Header;
import dev.causality.ports.PortException;
import dev.causality.ports.Publication;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may be sent at all: what a client refuses before anything leaves the process. */
final class Names {

    private static final int MAX_SUBJECT = 2048;
    private static final Pattern SUBJECT = Pattern.compile("[^\\x00-\\x20\\x7f.*>]+(\\.[^\\x00-\\x20\\x7f.*>]+)*");
    private static final Pattern NAME = Pattern.compile("[^\\x00-\\x20\\x7f-\\uffff.*>/\\\\]+");
    private static final Pattern KEY = Pattern.compile("[-/_=a-zA-Z0-9]+(\\.[-/_=a-zA-Z0-9]+)*");
    private static final Pattern HEADER_NAME = Pattern.compile("[\\x21-\\x39\\x3b-\\x7e]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x00-\\x7f&&[^\\r\\n]]*");

    private Names() {}

    static Optional<String> problem(Publication publication) {
        String subject = publication.subject();
        if (subject.length() > MAX_SUBJECT || !SUBJECT.matcher(subject).matches()) {
            return Optional.of("nothing can be published to the subject '" + subject + "'");
        }
        if (!HEADER_VALUE.matcher(publication.messageId()).matches()) {
            return Optional.of("the message id has a character that is not allowed");
        }
        for (Header header : publication.headers()) {
            if (!HEADER_NAME.matcher(header.name()).matches()
                    || !HEADER_VALUE.matcher(header.value()).matches()) {
                return Optional.of("the header '" + header.name() + "' has a character that is not allowed");
            }
        }
        return Optional.empty();
    }

    static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    /** @throws PortException when this cannot be a name */
    static void require(String kind, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new PortException("the name of the " + kind + " is wrong: '" + name + "'");
        }
    }
}
