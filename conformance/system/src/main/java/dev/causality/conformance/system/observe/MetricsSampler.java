package dev.causality.conformance.system.observe;

import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.RunEvent.MetricSample;
import dev.causality.conformance.system.stack.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Samples the services' counters into the history: each value when it changes, and all of them once more at the end.
 * Thread-safe.
 */
public final class MetricsSampler implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final List<ServiceProcess> services;
    private final HttpClient http;
    private final Predicate<String> wanted;
    private final HistoryWriter history;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private final Map<Series, Double> last = new LinkedHashMap<>();
    private final Map<String, Double> grown = new LinkedHashMap<>();

    private MetricsSampler(
            List<ServiceProcess> services, HttpClient http, Predicate<String> wanted, HistoryWriter history) {
        this.services = services;
        this.http = http;
        this.wanted = wanted;
        this.history = history;
        this.thread = Thread.ofVirtual().name("metrics-sampler").unstarted(this::run);
    }

    private record Series(String process, PrometheusText.Sample sample) {}

    /** Begins to sample the metrics whose names are wanted. */
    public static MetricsSampler start(
            List<ServiceProcess> services, HttpClient http, Predicate<String> wanted, HistoryWriter history) {
        MetricsSampler sampler = new MetricsSampler(services, http, wanted, history);
        sampler.thread.start();
        return sampler;
    }

    /** By how much a counter has grown so far, over all processes, labels and restarts. */
    public double total(String metric) {
        synchronized (last) {
            return grown.getOrDefault(metric, 0.0);
        }
    }

    /** Writes every value that the services show now. */
    public void sampleAll() {
        for (ServiceProcess service : services) {
            sample(service, true);
        }
    }

    private void run() {
        try {
            while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                for (ServiceProcess service : services) {
                    sample(service, false);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sample(ServiceProcess service, boolean unchangedToo) {
        HttpRequest request =
                HttpRequest.newBuilder(service.metrics()).timeout(TIMEOUT).build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                PrometheusText.parse(response.body()).forEach((sample, value) -> {
                    if (wanted.test(sample.metric())) {
                        record(service.name(), sample, value, unchangedToo);
                    }
                });
            }
        } catch (IOException processIsAway) {
            // It is killed and paused on purpose; what it counts is sampled again when it is back.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void record(String process, PrometheusText.Sample sample, double value, boolean unchangedToo) {
        double before;
        synchronized (last) {
            before = last.getOrDefault(new Series(process, sample), 0.0);
            last.put(new Series(process, sample), value);
            grown.merge(sample.metric(), value >= before ? value - before : value, Double::sum);
        }
        if (unchangedToo || value != before) {
            history.append(at -> new MetricSample(at, process, sample.metric(), sample.labels(), value));
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
