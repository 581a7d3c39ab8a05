package dev.causality.kernel.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.status.OnErrorConsoleStatusListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import net.logstash.logback.mask.MaskingJsonGeneratorDecorator;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets up the logs of a process. */
public final class Logging {

    /** What a value is replaced with when its key names a secret; should one ever be logged by mistake. */
    static final String MASK = "(hidden)";

    /** Keys whose values are masked, in JSON and in text. */
    static final List<String> SECRET_KEYS =
            List.of("secret", "password", "token", "api_key", "authorization", "access_key", "secret_key", "x-api-key");

    /** Libraries that tell more at INFO than an operator wants to know. */
    private static final List<String> TALKATIVE =
            List.of("io.helidon", "software.amazon.awssdk", "org.apache.parquet", "io.opentelemetry");

    private static final String LINE_BREAKS = "'[\\r\\n]+', ' | '";

    private Logging() {}

    /** Replaces whatever was configured before. {@code service} stands in every JSON line. */
    public static void configure(String service, LogLevel level, LogFormat format) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        install(context, Level.valueOf(level.name()), encoder(context, service, format), ConsoleTarget.SystemOut);
    }

    /** Writes nothing from now on: many simulated processes in one JVM would say more than anyone can read. */
    public static void off() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }

    /** Writes out what is left and closes the output. No line appears after it. */
    public static void shutdown() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    /** For whatever is not a service, such as tests and command lines: warnings, as text, beside the real output. */
    static void configureDefault(LoggerContext context) {
        install(context, Level.WARN, text(context), ConsoleTarget.SystemErr);
    }

    private static void install(
            LoggerContext context, Level level, Encoder<ILoggingEvent> encoder, ConsoleTarget target) {
        context.getStatusManager().add(new OnErrorConsoleStatusListener());
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("console");
        appender.setTarget(target.getName());
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(appender);
        if (level.equals(Level.INFO)) {
            TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, String service, LogFormat format) {
        return switch (format) {
            case JSON -> json(context, service);
            case TEXT -> text(context);
        };
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context, String service) {
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setContext(context);
        encoder.setIncludeMdc(false);
        encoder.setIncludeContext(false);
        encoder.setTimeZone("UTC");
        encoder.setFieldNames(fieldNames());
        encoder.setCustomFields("{\"" + LogKeys.SERVICE + "\":\"" + service + "\"}");
        MaskingJsonGeneratorDecorator masking = new MaskingJsonGeneratorDecorator();
        masking.setDefaultMask(MASK);
        SECRET_KEYS.forEach(masking::addPath);
        masking.start();
        encoder.addDecorator(masking);
        encoder.start();
        return encoder;
    }

    private static LogstashFieldNames fieldNames() {
        LogstashFieldNames names = new LogstashFieldNames();
        names.setTimestamp("time");
        names.setVersion(LogstashFieldNames.IGNORE_FIELD_INDICATOR);
        names.setLevelValue(LogstashFieldNames.IGNORE_FIELD_INDICATOR);
        names.setLogger("logger");
        names.setThread("thread");
        names.setStackTrace("stack_trace");
        return names;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level %logger{0} - %replace(%msg %maskedKvp{"
                + String.join(",", SECRET_KEYS) + "}){" + LINE_BREAKS + "}%n%ex");
        encoder.start();
        return encoder;
    }
}
