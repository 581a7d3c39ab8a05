package dev.causality.events;

/**
 * Where an event is published and by what the stream recognises it again: its subject and its message id.
 *
 * <p>A dot separates the tokens of a subject, so it becomes '_' within one, and two apps may share a token: what
 * identifies an app is the envelope, never a subject.
 */
public final class EventSubjects {

    /** The first token of every event's subject. */
    public static final String PREFIX = "events";

    private static final char ID_SEPARATOR = ':';

    private EventSubjects() {}

    /**
     * The subject {@code events.{app_id}.{category}.{type}}.
     *
     * @param appId a valid app_id
     * @throws IllegalArgumentException when app_id or type hold a character that has no place in a subject
     */
    public static String subject(String appId, EventKind kind) {
        String category = kind.category().wireName();
        int length = PREFIX.length()
                + appId.length()
                + category.length()
                + kind.type().length()
                + 3;
        StringBuilder subject = new StringBuilder(length).append(PREFIX).append('.');
        append(subject, appId, false);
        subject.append('.').append(category).append('.');
        append(subject, kind.type(), true);
        return subject.toString();
    }

    /**
     * The message id {@code app_id:idempotency_key}, by which the stream recognises a second attempt. The key is put into
     * lower case, for a UUID in upper case is the same UUID: a client that repeats its key in another case sends the same
     * event.
     *
     * @param appId a valid app_id, which holds no colon
     * @param idempotencyKey a UUID in the form 8-4-4-4-12
     */
    public static String messageId(String appId, String idempotencyKey) {
        StringBuilder id = new StringBuilder(appId.length() + 1 + idempotencyKey.length());
        id.append(appId).append(ID_SEPARATOR);
        for (int i = 0; i < idempotencyKey.length(); i++) {
            id.append(lowerCase(idempotencyKey.charAt(i)));
        }
        return id.toString();
    }

    private static void append(StringBuilder subject, String text, boolean fold) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty token in a subject");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            subject.append(fold ? lowerCase(token(c, true)) : token(c, false));
        }
    }

    private static char token(char c, boolean spaceAllowed) {
        if (c == '.' || (c == ' ' && spaceAllowed)) {
            return '_';
        }
        boolean safe =
                (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!safe) {
            throw new IllegalArgumentException("a character that has no place in a subject: code " + (int) c);
        }
        return c;
    }

    private static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
