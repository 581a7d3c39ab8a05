package dev.causality.checkers.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads histories and tolerates nothing: a judge that guesses what a damaged line meant could turn a loss into a pass.
 * Every failure is a {@link HistoryFormatException} with the line's number; a file that cannot be read at all is an
 * {@link UncheckedIOException}.
 */
public final class HistoryReader {
    private HistoryReader() {}

    /** Reads a whole file. */
    public static History read(Path file) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(file.toString(), reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the history " + file, e);
        }
    }

    /** Reads from {@code source}, which messages call {@code where}. */
    public static History read(String where, Reader source) {
        List<HistoryEvent> events = new ArrayList<>();
        References references = new References();
        BufferedReader lines = new BufferedReader(source);
        for (long number = 1; ; number++) {
            try {
                String line = lines.readLine();
                if (line == null) {
                    break;
                }
                HistoryEvent event = parse(line);
                references.accept(event);
                events.add(event);
            } catch (JsonProcessingException e) {
                throw new HistoryFormatException(where, number, problem(e));
            } catch (IllegalArgumentException e) {
                throw new HistoryFormatException(where, number, problem(e));
            } catch (CharacterCodingException e) {
                throw new HistoryFormatException(where, number, "not UTF-8, here or shortly after");
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the history " + where, e);
            }
        }
        if (events.isEmpty()) {
            throw new HistoryFormatException(where, 1, "the file is empty");
        }
        return History.of(events);
    }

    private static HistoryEvent parse(String line) throws JsonProcessingException {
        if (line.isBlank()) {
            throw new IllegalArgumentException("the line is empty");
        }
        @Nullable HistoryEvent event = HistoryFormat.lines().readValue(line, HistoryEvent.class);
        if (event == null) {
            throw new IllegalArgumentException("the line is null");
        }
        return event;
    }

    /** The complaint of a constructor is clearer than the library's wrapping of it. */
    private static String problem(Exception e) {
        if (e.getCause() instanceof IllegalArgumentException complaint) {
            return Objects.requireNonNullElse(complaint.getMessage(), complaint.toString());
        }
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(JsonMappingException.Reference::getFieldName)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining("."))
                : "";
        return (path.isEmpty() ? "" : path + ": ") + Objects.requireNonNullElse(message, e.toString());
    }
}
