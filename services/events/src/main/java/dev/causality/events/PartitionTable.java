package dev.causality.events;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the partition of an event without allocation when it was met before: a bounded table by the bytes of the app_id
 * and the hour. It is a cache and nothing else: when it is half full it is emptied. Not safe for use by several tasks.
 */
final class PartitionTable {

    private static final int CAPACITY = 4096;
    private static final int MASK = CAPACITY - 1;

    /** A partition with the bytes of its app_id. */
    private record Entry(byte[] appId, Partition partition) {}

    private final @Nullable Entry[] entries = new @Nullable Entry[CAPACITY];
    private int size;

    Partition partition(Slice appId, long timestampMillis) {
        long epochHour = Partition.epochHourOf(timestampMillis);
        int index = hash(appId, epochHour) & MASK;
        for (Entry entry = entries[index]; entry != null; entry = entries[index]) {
            if (entry.partition.epochHour() == epochHour && isEqual(entry.appId, appId)) {
                return entry.partition;
            }
            index = (index + 1) & MASK;
        }
        return add(appId, epochHour);
    }

    private Partition add(Slice appId, long epochHour) {
        if (size >= CAPACITY / 2) {
            Arrays.fill(entries, null);
            size = 0;
        }
        String name = appId.toString();
        Entry entry = new Entry(name.getBytes(StandardCharsets.UTF_8), new Partition(name, epochHour));
        int index = hash(appId, epochHour) & MASK;
        while (entries[index] != null) {
            index = (index + 1) & MASK;
        }
        entries[index] = entry;
        size++;
        return entry.partition;
    }

    private static boolean isEqual(byte[] name, Slice slice) {
        return Arrays.equals(name, 0, name.length, slice.bytes(), slice.offset(), slice.offset() + slice.length());
    }

    private static int hash(Slice slice, long epochHour) {
        int hash = Long.hashCode(epochHour * 0x9E3779B97F4A7C15L);
        byte[] bytes = slice.bytes();
        int end = slice.offset() + slice.length();
        for (int i = slice.offset(); i < end; i++) {
            hash = hash * 31 + bytes[i];
        }
        return hash ^ hash >>> 16;
    }
}
