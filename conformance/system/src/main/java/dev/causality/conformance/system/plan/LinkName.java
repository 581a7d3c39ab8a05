package dev.causality.conformance.system.plan;

/** What the ways from a process to the servers are called, in plans and in the history. */
public final class LinkName {
    private static final String STREAM = "-nats";
    private static final String STORE = "-s3";

    private LinkName() {}

    public static String toStream(String process) {
        return process + STREAM;
    }

    public static String toStore(String process) {
        return process + STORE;
    }

    /** The process whose link this is; a name that is no link's is a process's own. */
    public static String process(String target) {
        for (String server : new String[] {STREAM, STORE}) {
            if (target.endsWith(server)) {
                return target.substring(0, target.length() - server.length());
            }
        }
        return target;
    }
}
