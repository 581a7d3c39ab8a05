package dev.causality.kernel.settings;

/**
 * What a service says about one of its settings.
 *
 * @param name the environment variable
 * @param expected the form and limits of its values, in words
 * @param unit what a number counts; empty where the form says it
 * @param defaultText the default as a user would write it; empty when there is none
 * @param required whether the service refuses to start without it
 * @param secret whether its value is never shown
 * @param description what it is for
 */
public record Declaration(
        String name,
        String expected,
        String unit,
        String defaultText,
        boolean required,
        boolean secret,
        String description) {}
