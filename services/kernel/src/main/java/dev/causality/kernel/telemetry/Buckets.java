package dev.causality.kernel.telemetry;

import java.util.List;

/** The upper bounds of histogram buckets, chosen so that each default of the settings lies well inside a range. */
final class Buckets {

    /** Answers to requests, and single requests to a server: from a millisecond to ten seconds. */
    static final List<Double> REQUEST_MILLIS =
            List.of(1d, 2d, 5d, 10d, 20d, 50d, 100d, 200d, 500d, 1_000d, 2_000d, 5_000d, 10_000d);

    /** From a message's delivery to its end: a flush interval, an upload, a few retries. */
    static final List<Double> HOLDING_MILLIS = List.of(
            10d, 50d, 100d, 250d, 500d, 1_000d, 2_500d, 5_000d, 10_000d, 20_000d, 30_000d, 45_000d, 60_000d, 120_000d,
            300_000d, 900_000d);

    /** Rows of a file. */
    static final List<Double> ROWS =
            List.of(1d, 10d, 50d, 100d, 500d, 1_000d, 2_000d, 5_000d, 10_000d, 20_000d, 50_000d);

    /** Sizes of a file: from a kibibyte to 256 mebibytes. */
    static final List<Double> FILE_BYTES = List.of(
            1_024d, 4_096d, 16_384d, 65_536d, 262_144d, 1_048_576d, 4_194_304d, 16_777_216d, 67_108_864d, 268_435_456d);

    /** The work on one order. */
    static final List<Double> ORDER_SECONDS =
            List.of(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1d, 2.5, 5d, 10d, 30d, 60d);

    private Buckets() {}
}
