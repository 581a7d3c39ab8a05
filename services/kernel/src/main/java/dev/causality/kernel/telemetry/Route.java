package dev.causality.kernel.telemetry;

import java.util.regex.Pattern;

/**
 * The template of a route, such as {@code /v1/admin/keys/{id}}, as a label. Made by {@link Telemetry#route}, which bounds
 * how many there are.
 */
public final class Route {

    private static final Pattern TEMPLATE = Pattern.compile("[A-Za-z0-9/{}*._-]{1,100}");

    /** Every request that no route answers. */
    public static final Route UNMATCHED = new Route("unmatched");

    private final String template;

    Route(String template) {
        if (!TEMPLATE.matcher(template).matches()) {
            throw new IllegalArgumentException("not the template of a route: " + template);
        }
        this.template = template;
    }

    /** The template itself. */
    public String template() {
        return template;
    }

    @Override
    public String toString() {
        return template;
    }
}
