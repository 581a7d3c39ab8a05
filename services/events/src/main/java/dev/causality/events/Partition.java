package dev.causality.events;

import java.time.LocalDate;

/**
 * The partition of the warehouse that an event belongs to: its app and the hour in which it happened, UTC. Cheap to
 * compare and to hash.
 *
 * @param appId a valid app_id
 * @param epochHour hours since the Unix epoch
 */
public record Partition(String appId, long epochHour) implements Comparable<Partition> {

    private static final long MILLIS_PER_HOUR = 3_600_000;
    private static final int HOURS_PER_DAY = 24;

    /** The partition of an event's app_id and timestamp_ms. */
    public static Partition of(String appId, long timestampMillis) {
        return new Partition(appId, epochHourOf(timestampMillis));
    }

    static long epochHourOf(long timestampMillis) {
        return Math.floorDiv(timestampMillis, MILLIS_PER_HOUR);
    }

    /** The day of the hour, UTC. */
    public LocalDate date() {
        return LocalDate.ofEpochDay(Math.floorDiv(epochHour, HOURS_PER_DAY));
    }

    /** The hour of the day, from 0 to 23, UTC. */
    public int hour() {
        return Math.floorMod(epochHour, HOURS_PER_DAY);
    }

    /** The part of an object key that stands for this partition: {@code app_id=a/year=YYYY/month=MM/day=DD/hour=HH}. */
    public String keySegment() {
        LocalDate date = date();
        return "app_id=" + appId + "/year=" + padded(date.getYear(), 4) + "/month=" + padded(date.getMonthValue(), 2)
                + "/day=" + padded(date.getDayOfMonth(), 2) + "/hour=" + padded(hour(), 2);
    }

    private static String padded(int number, int width) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    @Override
    public int hashCode() {
        return appId.hashCode() * 31 + Long.hashCode(epochHour);
    }

    @Override
    public int compareTo(Partition other) {
        int byApp = appId.compareTo(other.appId);
        return byApp != 0 ? byApp : Long.compare(epochHour, other.epochHour);
    }

    @Override
    public String toString() {
        return keySegment();
    }
}
