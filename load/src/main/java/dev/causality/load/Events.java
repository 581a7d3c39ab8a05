package dev.causality.load;

import dev.causality.v1.DeviceContext;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.Platform;
import dev.causality.v1.ScreenView;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ordinary events of about 300 bytes: screen views with a device context and a few parameters. */
final class Events {

    /** A fixed hour: every app has one partition. */
    private static final long HOUR_MILLIS = 1_790_002_800_000L;

    private static final int MILLIS_PER_HOUR = 3_600_000;

    private final String[] apps;

    /** Events of {@code apps} apps, in turn: as many partitions. */
    Events(int apps) {
        this.apps = new String[apps];
        for (int i = 0; i < apps; i++) {
            this.apps[i] = "com.acme.app" + i;
        }
    }

    String app(int index) {
        return apps[index % apps.length];
    }

    /** The subject of the events of the app at {@code index}. */
    String subject(int index) {
        return "events." + app(index).replace('.', '_') + ".screen.view";
    }

    /** An event with an idempotency key of its own. */
    EventEnvelope event(int index) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return EventEnvelope.newBuilder()
                .setId(version7(random).toString())
                .setAppId(app(index))
                .setDeviceId("device-" + random.nextInt(100_000))
                .setTimestampMs(HOUR_MILLIS + random.nextInt(MILLIS_PER_HOUR))
                .setIdempotencyKey(uuid(random, 0x4000L, random.nextLong()).toString())
                .setDeviceContext(DeviceContext.newBuilder()
                        .setPlatform(Platform.PLATFORM_ANDROID)
                        .setOsVersion("15")
                        .setAppVersion("4.12.0")
                        .setDeviceModel("Pixel 9")
                        .setLocale("de_DE")
                        .setTimezone("Europe/Berlin")
                        .setScreenWidth(1080)
                        .setScreenHeight(2424))
                .setScreenView(ScreenView.newBuilder()
                        .setScreenName("product_detail")
                        .setScreenClass("ProductDetailActivity")
                        .setPreviousScreen("search_results")
                        .putParams("position", Integer.toString(random.nextInt(50)))
                        .putParams("campaign", "autumn-collection-2026")
                        .putParams("layout", "two-columns"))
                .build();
    }

    private static UUID version7(ThreadLocalRandom random) {
        return uuid(random, 0x7000L, System.currentTimeMillis() << 16);
    }

    private static UUID uuid(ThreadLocalRandom random, long version, long first) {
        long high = (first & ~0xFFFFL) | version | (random.nextLong() & 0xFFFL);
        return new UUID(high, (random.nextLong() >>> 2) | Long.MIN_VALUE);
    }
}
