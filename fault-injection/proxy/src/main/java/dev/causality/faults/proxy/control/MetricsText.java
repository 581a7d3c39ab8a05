package dev.causality.faults.proxy.control;

import dev.causality.faults.proxy.run.FaultLedger;
import java.util.List;

/** Prometheus' text: Toxiproxy's two counters, and ours. */
final class MetricsText {
    private MetricsText() {}

    static String of(List<Proxies.Totals> proxies, List<FaultLedger.Account> faults) {
        StringBuilder text = new StringBuilder();
        head(text, "toxiproxy_proxy_received_bytes_total", "The total number of bytes received on a given proxy link");
        for (Proxies.Totals each : proxies) {
            link(text, "toxiproxy_proxy_received_bytes_total", "downstream", each.proxy(), each.downReceived());
            link(text, "toxiproxy_proxy_received_bytes_total", "upstream", each.proxy(), each.upReceived());
        }
        head(text, "toxiproxy_proxy_sent_bytes_total", "The total number of bytes sent on a given proxy link");
        for (Proxies.Totals each : proxies) {
            link(text, "toxiproxy_proxy_sent_bytes_total", "downstream", each.proxy(), each.downSent());
            link(text, "toxiproxy_proxy_sent_bytes_total", "upstream", each.proxy(), each.upSent());
        }
        head(text, "fault_proxy_connect_failures_total", "How often the server of a proxy could not be reached");
        for (Proxies.Totals each : proxies) {
            text.append("fault_proxy_connect_failures_total{proxy=\"")
                    .append(escaped(each.proxy().name()))
                    .append("\"} ")
                    .append(each.connectFailures())
                    .append('\n');
        }
        head(text, "fault_proxy_faults_applied_total", "How often a fault was applied");
        for (FaultLedger.Account each : faults) {
            text.append("fault_proxy_faults_applied_total{fault=\"")
                    .append(escaped(each.fault()))
                    .append("\",kind=\"")
                    .append(escaped(each.kind()))
                    .append("\"} ")
                    .append(each.applications())
                    .append('\n');
        }
        return text.toString();
    }

    private static void head(StringBuilder text, String name, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" counter\n");
    }

    private static void link(StringBuilder text, String name, String direction, Proxies.View proxy, long value) {
        text.append(name)
                .append("{direction=\"")
                .append(direction)
                .append("\",listener=\"")
                .append(escaped(proxy.listen()))
                .append("\",proxy=\"")
                .append(escaped(proxy.name()))
                .append("\",upstream=\"")
                .append(escaped(proxy.upstream()))
                .append("\"} ")
                .append(value)
                .append('\n');
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
