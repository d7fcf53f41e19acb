// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.diag.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A document that is no good YAML is checked as far as it can be understood, and never for what only the broken place makes seem wrong. */
final class BrokenDocumentTest {

    private static final Set<DiagnosticCode> OF_YAML = Set.of(
            DiagnosticCode.YAML_SYNTAX,
            DiagnosticCode.TAB,
            DiagnosticCode.DUPLICATE_KEY,
            DiagnosticCode.ALIAS,
            DiagnosticCode.KEY_NOT_TEXT,
            DiagnosticCode.UNKNOWN_TAG,
            DiagnosticCode.SECOND_DOCUMENT,
            DiagnosticCode.NOT_TEXT);

    private static final DocumentReader READER = new DocumentReader(new LazyShape());

    private static final String TYPOS = """
            apiVersion: flagctl.dev/v1
            kind: Feature
            metadata: {name: search, version: 0.1.0, onwer: team-search}
            spec:
              variants: {"on": true, "off": false}
              serve: {treatment: "on", control: "off"}
              rollout:
                production:
                  strategy: canary
                  stages:
                    - {percent: 150, bake: 1h}
                    - {percent: 20, bake: 1h}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FC1008 | '        - {percent: 50, percent: 60}'
            FC1010 | '        - *stage'
            FC1011 | '        - {percent: !share 50}'
            FC1009 | '\t- {percent: 50}'
            FC1006 | '      - {percent: 50}'
            FC1006 | '        - {percent: 50'
            FC1006 | '  description: "Fast'
            """)
    void the_other_mistakes_of_a_broken_document_are_told_in_the_same_run(String broken, String line) {
        List<Diagnostic> found = read(TYPOS + line + "\n");

        assertThat(found).extracting(Diagnostic::code).containsOnlyOnce(broken).contains("FC1007", "FC1042");
        assertThat(found)
                .filteredOn(each -> each.code().equals("FC1042"))
                .extracting(Diagnostic::label)
                .allMatch(label -> label.startsWith("production, stage 1"));
    }

    @Test
    void what_the_broken_place_hides_is_not_called_missing() {
        assertThat(read("""
                        apiVersion: flagctl.dev/v1
                        kind: Feature
                        metadata:
                          name: search
                          1: 0.1.0
                        spec:
                          <<: *common
                          rollout: {production: *production}
                        """)).extracting(Diagnostic::code).containsOnly("FC1012", "FC1010");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\tlost: 1",
                "\"open",
                "{open: 1",
                "[open, 2",
                "'open",
                "]",
                "lost",
                "lost: lost: lost",
                "@lost",
                "%lost",
                "<<: *lost",
                "*lost",
                "- *lost",
                "1: lost",
                "? [lost]",
                "!lost {"
            })
    void a_broken_line_lets_nothing_else_of_a_right_manifest_seem_wrong(String broken) throws IOException {
        int documents = 0;
        for (Path file : examples()) {
            String[] lines = Files.readString(file).split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                for (String indent : List.of("", " ", "  ", "   ", "    ", "      ")) {
                    List<Diagnostic> found = read(broken(lines, i, indent + broken));
                    documents += ofYaml(found).isEmpty() ? 0 : 1;
                    if (!ofYaml(found).isEmpty()) {
                        assertThat(found)
                                .as("%s: \"%s\" before line %d", file, indent + broken, i + 1)
                                .containsExactlyElementsOf(ofYaml(found));
                    }
                }
            }
        }

        assertThat(documents).isGreaterThan(100);
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("manifests/shop"))) {
            return files.sorted().toList();
        }
    }

    private static String broken(String[] lines, int at, String line) {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add(at, line);
        return String.join("\n", all) + "\n";
    }

    private static List<Diagnostic> ofYaml(List<Diagnostic> found) {
        return found.stream()
                .filter(each ->
                        OF_YAML.contains(DiagnosticCode.find(each.code()).orElseThrow()))
                .toList();
    }

    /** Reads each document by itself and returns what is wrong with the first that is broken, else with none. */
    private static List<Diagnostic> read(String text) {
        int line = 1;
        for (String part : text.split("(?m)^(?=---)", -1)) {
            Document document = new Document("a.yaml", line);
            READER.read(document, part);
            if (document.isUnread) {
                return document.findings.all();
            }
            line += (int) part.lines().count();
        }
        return List.of();
    }
}
