// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.diag.ManifestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file holds, the answer is a diagnostic. */
@Timeout(60)
final class HostileInputTest {

    @TempDir
    Path temp;

    static Stream<Arguments> texts() {
        String deep = "a: " + "[".repeat(200) + "]".repeat(200);
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }
        return Stream.of(
                Arguments.of("a tab", "a:\n\tb: 1\n", "bad.yaml:2:1 FC1009 a tab indents this line"),
                Arguments.of(
                        "a duplicate key",
                        "a: 1\nb: 2\na: 3\n",
                        "bad.yaml:3:1 FC1008 the key \"a\" is written twice, in line 1 and in line 3"),
                Arguments.of("an alias bomb", bomb.toString(), "FC1010 aliases repeat more than 100000 values"),
                Arguments.of("an alias in its own anchor", "a: &a [*a]\n", "bad.yaml:1:8 FC1010"),
                Arguments.of("an alias without anchor", "a: *b\n", "bad.yaml:1:4 FC1010 the alias *b has no anchor"),
                Arguments.of("a merge key", "a: &a {b: 1}\nc: {<<: *a}\n", "bad.yaml:2:5 FC1010 merge keys"),
                Arguments.of("a tag", "a: !!javax.script.ScriptEngineManager {}\n", "bad.yaml:1:4 FC1011"),
                Arguments.of("a number as key", "1: a\n", "bad.yaml:1:1 FC1012 the key 1 is not a text"),
                Arguments.of("a list as key", "? [a]\n: b\n", "bad.yaml:1:3 FC1012"),
                Arguments.of("deep nesting", deep, "FC1013 more than 100 levels"),
                Arguments.of("an open quote", "a: 1\nb: \"b\nc: 1\n", "bad.yaml:2:4 FC1006 not valid YAML"),
                Arguments.of("an open bracket", "a: 1\nb: [b,\n  c\n", "bad.yaml:2:4 FC1006 not valid YAML"),
                Arguments.of("a list", "- a\n", "bad.yaml:1:1 FC1014 the document is a list"),
                Arguments.of("a text", "hello\n", "bad.yaml:1:1 FC1014 the document is a text"),
                Arguments.of("a second document", "a: 1\n...\nb: 1\n", "bad.yaml:3:1 FC1015"),
                Arguments.of("another apiVersion", "apiVersion: v1\nkind: Pod\n", "bad.yaml:1:13 FC1020"),
                Arguments.of("no apiVersion", "kind: Feature\n", "bad.yaml:1:1 FC1020"),
                Arguments.of(
                        "a misspelt kind",
                        "apiVersion: flagctl.dev/v1\nkind: feature\n",
                        "bad.yaml:2:7 FC1021 unknown kind \"feature\" | did you mean \"Feature\"?"),
                Arguments.of("an infinite number", "a: .inf\n", "bad.yaml:1:4 FC1031"),
                Arguments.of("a control character", "a: b\u0001\n", "bad.yaml:1:5 FC1005"),
                Arguments.of("a character YAML forbids", "a: \uFFFF\n", "bad.yaml:1:4 FC1005"),
                Arguments.of(
                        "a version of YAML that there is not",
                        "%YAML 9.9\n---\na: b\n",
                        "bad.yaml:1:1 FC1006 this version of YAML is not known"),
                Arguments.of(
                        "two files behind each other",
                        "a: 1\n---\n\uFEFFa: 1\n",
                        "bad.yaml:3:1 FC1005 a byte order mark in the middle of the file"),
                Arguments.of(
                        "a mapping of too many keys",
                        IntStream.rangeClosed(0, 10_000)
                                .mapToObj(i -> "k" + i + ": 1\n")
                                .collect(Collectors.joining()),
                        "bad.yaml:10001:1 FC1003 a mapping of more than 10000 keys"),
                Arguments.of(
                        "a key twice in a line",
                        "{a: 1, a: 2}\n",
                        "FC1008 the key \"a\" is written twice, in line 1 |"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void says_what_is_wrong_with(String what, String text, String expected) {
        Folder folder = new Folder(temp).write("bad.yaml", text);

        List<String> problems = folder.problems();

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0)).startsWith("bad.yaml").contains(expected);
    }

    @Test
    void says_all_that_is_wrong_with_the_values_of_a_document() {
        Folder folder = new Folder(temp).write("bad.yaml", """
                a: .nan
                b: 1
                b: 2
                3: {<<: *nobody}
                ? [c, *nobody]
                : d
                e: !!binary aGVsbG8=
                f: [!!int x, .inf]
                """);

        assertThat(folder.problems())
                .extracting(problem -> problem.replaceFirst("^(\\S+ \\S+) .*", "$1"))
                .containsExactly(
                        "bad.yaml:1:4 FC1031",
                        "bad.yaml:3:1 FC1008",
                        "bad.yaml:4:1 FC1012",
                        "bad.yaml:4:5 FC1010",
                        "bad.yaml:4:9 FC1010",
                        "bad.yaml:5:3 FC1012",
                        "bad.yaml:5:7 FC1010",
                        "bad.yaml:7:4 FC1011",
                        "bad.yaml:8:5 FC1011",
                        "bad.yaml:8:14 FC1031");
    }

    @Test
    void what_is_wrong_with_values_hides_no_other_document_of_the_file() {
        Folder folder = new Folder(temp).write("bad.yaml", "a: .nan\n---\nb: .nan\n---\nc: [x\n---\nd: .nan\n");

        assertThat(folder.problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
                .containsExactly("bad.yaml:1:4", "bad.yaml:3:4", "bad.yaml:5:4", "bad.yaml:7:4");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void does_not_wait_for_a_pipe_among_the_files() throws Exception {
        Folder folder = new Folder(temp).write("a.yaml", Folder.feature("a"));
        new ProcessBuilder("mkfifo", temp.resolve("pipe.yaml").toString())
                .start()
                .waitFor();

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .startsWith("pipe.yaml FC1001")
                .contains("it is a pipe");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void refuses_a_named_device_without_end() {
        ManifestLoader loader = new ManifestLoader(temp, null);

        assertThatThrownBy(() -> loader.load(List.of(Path.of("/dev/zero"))))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        invalid -> assertThat(invalid.diagnostics())
                                .singleElement()
                                .satisfies(problem -> assertThat(problem.code()).isEqualTo("FC1003")));
    }

    @Test
    void cuts_long_keys_and_values_in_what_it_says() {
        String endless = "long ".repeat(20_000);
        Folder folder = new Folder(temp)
                .write(
                        "bad.yaml",
                        Folder.feature(
                                        "a",
                                        "? " + endless + "\n  : 1",
                                        "type: " + endless,
                                        "unit: !" + "x".repeat(9_000) + " u")
                                + "---\n" + Folder.feature("b", "? " + endless + "\n  : 1", "type: " + endless)
                                + "---\n" + Folder.feature("c", "description: *" + "x".repeat(9_000)));

        assertThat(folder.problems())
                .hasSize(5)
                .allSatisfy(problem -> assertThat(problem).hasSizeLessThan(400));
    }

    @Test
    void says_a_thousand_times_what_is_wrong_a_thousand_times() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            text.append("---\n").append(Folder.feature("f" + i, "unti: userId"));
        }
        Folder folder = new Folder(temp).write("bad.yaml", text.toString());

        assertThat(folder.problems())
                .hasSize(2_000)
                .allSatisfy(problem -> assertThat(problem).contains("FC1007 unknown key \"unti\""));
    }

    @Test
    void names_both_places_of_a_duplicate_key() {
        Folder folder = new Folder(temp).write("bad.yaml", "a: 1\na: 2\n");

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .contains("line 1")
                .contains("line 2");
    }

    @Test
    void refuses_binary_files_and_files_that_are_not_utf_8() {
        Folder folder = new Folder(temp)
                .write("a.yaml", new byte[] {0x50, 0x4B, 3, 4, 0, 0})
                .write("b.yaml", "a: b\nc: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1))
                .write("c.yaml", "a: b\n".getBytes(StandardCharsets.UTF_16));

        assertThat(folder.problems())
                .satisfiesExactly(
                        a -> assertThat(a).startsWith("a.yaml:1:3 FC1005"),
                        b -> assertThat(b).startsWith("b.yaml:2:4 FC1004"),
                        c -> assertThat(c).startsWith("c.yaml:1:1 FC1004"));
    }

    @Test
    void reads_a_byte_order_mark_and_windows_line_ends() {
        String text = "\uFEFF" + Folder.feature("a").replace("\n", "\r\n");
        Folder folder = new Folder(temp).write("a.yaml", text);

        assertThat(folder.load().features()).singleElement().satisfies(feature -> {
            assertThat(feature.name()).isEqualTo("a");
            assertThat(feature.source().line()).isEqualTo(1);
        });
    }

    @Test
    void refuses_long_unbroken_runs_before_they_are_parsed() {
        Folder folder = new Folder(temp).write("bad.yaml", "a: " + "x".repeat(4_000_000) + "\n");

        assertThat(folder.problems()).singleElement().asString().startsWith("bad.yaml:1:4 FC1003 an unbroken run");
    }

    @Test
    void refuses_a_document_of_fifty_megabytes() {
        Folder folder = new Folder(temp).write("bad.yaml", "- {a: b, c: d, e: f}\n".repeat(2_400_000));

        assertThat(folder.problems()).singleElement().asString().startsWith("bad.yaml:1:1 FC1003 a document of more");
    }

    @Test
    void refuses_a_file_beyond_the_limit_without_reading_it() throws IOException {
        Folder folder = new Folder(temp);
        try (var file = new java.io.RandomAccessFile(temp.resolve("bad.yaml").toFile(), "rw")) {
            file.setLength(SourceText.LARGEST_FILE + 1);
        }

        assertThat(folder.problems())
                .containsExactly("bad.yaml FC1003 bad.yaml has more than 64 MB = split it into several files");
    }

    @Test
    void says_when_there_is_no_manifest_at_all() {
        List<String> problems = Folder.problems(new ManifestLoader(temp, null));

        assertThat(problems)
                .containsExactly(
                        ". FC1002 no manifest found in this folder = run \"flagctl init\" to write a first one");
    }

    @Test
    void warns_about_an_empty_file_and_goes_on() {
        Folder folder = new Folder(temp).write("empty.yaml", "# nothing\n---\n\n");

        assertThat(folder.load().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("FC1002");
            assertThat(warning.range().file()).isEqualTo("empty.yaml");
        });
    }

    @Test
    void does_not_follow_a_link_that_leads_back() throws IOException {
        Folder folder = new Folder(temp);
        Files.createSymbolicLink(temp.resolve("loop"), temp);

        assertThat(folder.load().warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.code()).isEqualTo("FC1016"));
    }

    @Test
    void says_when_a_path_is_not_there() {
        Folder folder = new Folder(temp);

        assertThat(new ManifestLoader(folder.path, null))
                .extracting(loader -> {
                    try {
                        return loader.load(List.of(Path.of("nowhere"))).toString();
                    } catch (dev.flagctl.diag.ManifestException invalid) {
                        return Folder.text(invalid.diagnostics().get(0));
                    }
                })
                .asString()
                .startsWith("nowhere FC1001 cannot read nowhere: it does not exist");
    }

    @Test
    void says_when_a_link_leads_nowhere() throws IOException {
        Folder folder = new Folder(temp);
        Files.createSymbolicLink(temp.resolve("gone.yaml"), Path.of("nowhere.yaml"));
        Files.createSymbolicLink(temp.resolve("self.yaml"), Path.of("self.yaml"));

        assertThat(folder.problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("FC1001"));
    }

    @Test
    void stops_at_the_first_yaml_problem_of_a_file_and_goes_on_with_the_next() {
        Folder folder = new Folder(temp)
                .write("a.yaml", "a: [\n---\nb: [\n---\n" + Folder.feature("fine"))
                .write("b.yaml", "c: {\n");

        assertThat(folder.problems())
                .satisfiesExactly(
                        a -> assertThat(a).startsWith("a.yaml:").contains("FC1006"),
                        b -> assertThat(b).startsWith("b.yaml:").contains("FC1006"));
    }

    @Test
    void reads_standard_input() {
        Folder folder = new Folder(temp);
        byte[] bytes = Folder.feature("piped").getBytes(StandardCharsets.UTF_8);
        ManifestLoader loader = new ManifestLoader(folder.path, null, new ByteArrayInputStream(bytes));

        Manifests manifests = loader.load(List.of(Path.of("-")));

        assertThat(manifests.features())
                .singleElement()
                .satisfies(feature -> assertThat(feature.source().file()).isEqualTo("stdin"));
        assertThat(loader.lines().line("stdin", 2)).hasValue("kind: Feature");
    }

    @Test
    void keeps_dates_and_words_of_old_yaml_as_texts() throws YamlException {
        var tree = YamlReader.read("a: 2027-01-15\nb: yes\nc: 0o14\nd: 012\ne: ~\nf: 1e3\ng: 0x1F\n", "f", 1);

        assertThat(tree.toString())
                .isEqualTo("{\"a\":\"2027-01-15\",\"b\":\"yes\",\"c\":12,\"d\":12,\"e\":null,\"f\":1000.0,\"g\":31}");
    }
}
