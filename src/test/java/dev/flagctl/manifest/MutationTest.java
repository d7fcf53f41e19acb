// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.ManifestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a manifest, its author gets diagnostics with a place. */
final class MutationTest {

    private static final List<String> PIECES = List.of(
            "150",
            "-1",
            "\"\"",
            "null",
            "[]",
            "{}",
            "~",
            "\t",
            ":",
            "- ",
            "&a ",
            "*a",
            "!!int ",
            "'",
            "\"",
            "#",
            "|",
            "{",
            "]",
            "10%",
            "2027-02-30",
            "keep",
            "canary",
            "linear",
            "true",
            "1e400",
            "\u00e9",
            "\uFFFF",
            "? ",
            "---\n",
            "...\n");

    @TempDir
    Path temp;

    @Test
    void two_thousand_mutations_of_the_examples_give_diagnostics_and_nothing_else() throws IOException {
        Random random = new Random(42);
        List<String> examples = new ArrayList<>();
        for (String file : List.of("flagctl", "checkout-redesign", "checkout-v3", "search", "metrics", "strategies")) {
            examples.add(Files.readString(Path.of("manifests/shop/" + file + ".yaml")));
        }
        int invalid = 0;
        for (int i = 0; i < 2_000; i++) {
            String text = examples.get(random.nextInt(examples.size()));
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                text = mutate(text, random);
            }
            invalid += load(text) ? 0 : 1;
        }

        assertThat(invalid).isBetween(1_000, 2_000);
    }

    private static String mutate(String text, Random random) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(12));
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, from) + text.substring(to);
            case 1 -> text.substring(0, from) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(from);
            case 2 -> text.substring(0, from) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(to);
            default -> swapLines(text, random);
        };
    }

    private static String swapLines(String text, Random random) {
        String[] lines = text.split("\n", -1);
        int a = random.nextInt(lines.length);
        int b = random.nextInt(lines.length);
        String held = lines[a];
        lines[a] = lines[b];
        lines[b] = held;
        return String.join("\n", lines);
    }

    private boolean load(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            new ManifestLoader(temp, null, new ByteArrayInputStream(bytes)).load(List.of(Path.of("-")));
            return true;
        } catch (ManifestException invalid) {
            assertThat(invalid.diagnostics()).isNotEmpty();
            for (Diagnostic diagnostic : invalid.diagnostics()) {
                assertThat(DiagnosticCode.find(diagnostic.code())).isPresent();
                assertThat(diagnostic.summary()).isNotBlank().doesNotContain("\n");
                assertThat(diagnostic.range().file()).isEqualTo("stdin");
                boolean wholeFile = List.of("FC1210", "FC1002").contains(diagnostic.code());
                assertThat(diagnostic.range().line())
                        .as(diagnostic.toString())
                        .isGreaterThanOrEqualTo(wholeFile ? 0 : 1);
                assertThat(diagnostic.range().line())
                        .isLessThanOrEqualTo((int) text.lines().count() + 1);
            }
            return false;
        }
    }
}
