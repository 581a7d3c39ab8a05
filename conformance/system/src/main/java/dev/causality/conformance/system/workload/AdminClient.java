package dev.causality.conformance.system.workload;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The gateway's admin API, as far as a run needs it. */
public final class AdminClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI api;
    private final String token;

    public AdminClient(HttpClient http, URI api, String token) {
        this.http = http;
        this.api = api;
        this.token = token;
    }

    /**
     * Makes an API key for an app.
     *
     * @param eventsPerSecond the key's own limit, with a burst of twice as many; 0 for the usual one
     * @return the secret
     * @throws IllegalStateException when the gateway does not make one
     */
    public String createKey(String app, int eventsPerSecond) throws InterruptedException {
        ObjectNode wanted = JSON.createObjectNode().put("app_id", app);
        if (eventsPerSecond > 0) {
            wanted.put("events_per_second", eventsPerSecond).put("burst", 2 * eventsPerSecond);
        }
        HttpRequest request = HttpRequest.newBuilder(api.resolve("/v1/admin/keys"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(wanted.toString()))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            String key = JSON.readTree(response.body()).path("key").asText("");
            if (response.statusCode() != 201 || key.isEmpty()) {
                throw new IllegalStateException("the gateway made no API key for " + app + ": status "
                        + response.statusCode() + ", " + response.body());
            }
            return key;
        } catch (IOException e) {
            throw new IllegalStateException("the gateway's admin API at " + api + " does not answer", e);
        }
    }
}
