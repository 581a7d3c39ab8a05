package dev.causality.kernel.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Turns declarations into the reference in {@code docs/settings.md} and into the text of {@code --help}. */
public final class SettingsDoc {

    private static final String WRITE = "docs.write";

    private SettingsDoc() {}

    /** A table of {@code declarations} under a heading. */
    public static String markdown(String title, List<Declaration> declarations) {
        StringBuilder text =
                new StringBuilder("## " + title + "\n\n| variable | default | values | what it is for |\n");
        text.append("|---|---|---|---|\n");
        for (Declaration declaration : declarations) {
            text.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            declaration.name(),
                            defaultCell(declaration),
                            cell(values(declaration)),
                            cell(declaration.description())));
        }
        return text.toString();
    }

    /**
     * The document with the section under {@code title} replaced by what {@link #markdown} gave, or with that section at
     * its end. A section reaches to the next heading of its level.
     */
    public static String withSection(String document, String title, String markdown) {
        String heading = "## " + title + "\n";
        int start = document.startsWith(heading) ? 0 : document.indexOf("\n" + heading) + 1;
        if (start == 0 && !document.startsWith(heading)) {
            return document.isEmpty() ? markdown : document.stripTrailing() + "\n\n" + markdown;
        }
        int next = document.indexOf("\n## ", start + 1);
        String rest = next < 0 ? "" : "\n" + document.substring(next + 1);
        return document.substring(0, start) + markdown + rest;
    }

    /**
     * Compares the section of a document on disk with the declarations, for a service's test; with
     * {@code -Ddocs.write=true} it is written instead.
     *
     * @throws IllegalStateException when they differ, naming the remedy
     */
    public static void requireCurrent(Path document, String title, List<Declaration> declarations) throws IOException {
        String present = Files.exists(document) ? Files.readString(document) : "";
        String current = withSection(present, title, markdown(title, declarations));
        if (current.equals(present)) {
            return;
        }
        if (!Boolean.getBoolean(WRITE)) {
            throw new IllegalStateException("section \"" + title + "\" of " + document.getFileName()
                    + " is not what the service declares: run this test once with -D" + WRITE + "=true");
        }
        Files.writeString(document, current);
    }

    /** The declarations as plain text, one paragraph each. */
    public static String help(List<Declaration> declarations) {
        StringBuilder text = new StringBuilder();
        for (Declaration declaration : declarations) {
            text.append("  %s (%s)%n      %s%n      Values: %s.%n"
                    .formatted(
                            declaration.name(),
                            defaultText(declaration),
                            declaration.description(),
                            values(declaration)));
        }
        return text.toString();
    }

    private static String values(Declaration declaration) {
        return declaration.unit().isEmpty()
                ? declaration.expected()
                : declaration.expected() + " (" + declaration.unit() + ")";
    }

    private static String defaultText(Declaration declaration) {
        if (declaration.required()) {
            return "required";
        }
        return declaration.defaultText().isEmpty() ? "no default" : "default " + declaration.defaultText();
    }

    private static String defaultCell(Declaration declaration) {
        if (declaration.required()) {
            return "required";
        }
        return declaration.defaultText().isEmpty() ? "" : "`" + declaration.defaultText() + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
