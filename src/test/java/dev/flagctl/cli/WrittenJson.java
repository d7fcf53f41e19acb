// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import dev.flagctl.report.OutputSchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Holds what any test lets a command write as JSON against the schema that {@code flagctl schema} prints for it. */
final class WrittenJson {

    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private WrittenJson() {}

    /** Checks one document, or each event of a stream; what is no JSON is left alone. */
    static void assertDescribed(String[] args, String output) {
        List<String> words = List.of(args);
        Optional<String> command = words.stream()
                .filter(word -> Arrays.stream(Subcommand.values())
                        .anyMatch(each -> each.word().equals(word)))
                .findFirst();
        if (command.isEmpty() || output.isEmpty() || words.contains("--help")) {
            return;
        }
        if (words.contains("export-head")) {
            assertValid("history-head", output, words);
        } else if (format(words).equals("json")) {
            assertValid(schemaOf(command.get(), words), output, words);
        } else if (format(words).equals("jsonl")) {
            output.lines().forEach(line -> assertValid("events", line, words));
        }
    }

    private static String schemaOf(String command, List<String> words) {
        return switch (command) {
            case "plan" -> words.contains("--drift-only") ? "drift" : command;
            case "status" -> has(words, "--at") ? "status-at" : command;
            case "history" -> words.contains("verify") ? "history-verify" : command;
            case "apply", "pause", "resume", "rollback", "kill" -> "run";
            default -> command;
        };
    }

    private static boolean has(List<String> words, String option) {
        return words.stream().anyMatch(word -> word.equals(option) || word.startsWith(option + "="));
    }

    private static String format(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (List.of("-o", "--format").contains(word)) {
                return i + 1 < words.size() ? words.get(i + 1) : "";
            }
            if (word.startsWith("-o") || word.startsWith("--format=")) {
                return word.replaceFirst("^(-o=?|--format=)", "");
            }
        }
        return "";
    }

    private static void assertValid(String schema, String json, List<String> words) {
        assertThat(SCHEMAS.computeIfAbsent(schema, WrittenJson::read).validate(json, InputFormat.JSON))
                .as("flagctl %s as schema %s: %s", words, schema, json)
                .isEmpty();
    }

    private static Schema read(String name) {
        try {
            return OutputSchemas.of(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
