// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache changes how fast manifests are read, never what they say. */
final class CacheTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path temp;

    private Path cache() {
        return temp.resolve(".flagctl/cache");
    }

    private Manifests load() {
        return new ManifestLoader(temp, cache()).load(List.of());
    }

    private List<String> problems() {
        return Folder.problems(new ManifestLoader(temp, cache()));
    }

    private Folder shop() throws IOException {
        Folder folder = new Folder(temp)
                .write("a.yaml", Folder.feature("a", "guardrails: [{metric: http-errors, above: 5%}]"))
                .write("b.yaml", Folder.feature("b") + "---\n" + Folder.feature("c"));
        settle();
        return folder;
    }

    /** Files that were edited within the last two seconds are compared byte by byte; tests cannot wait. */
    private void settle() throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, LONG_AGO);
            }
        }
    }

    @Test
    void gives_the_same_manifests_with_and_without() throws IOException {
        shop();

        Manifests without = new ManifestLoader(temp, null).load(List.of());
        Manifests first = load();
        Manifests second = load();

        for (Manifests cached : List.of(first, second)) {
            assertThat(cached.project()).isEqualTo(without.project());
            assertThat(cached.features()).isEqualTo(without.features());
            assertThat(cached.metrics()).isEqualTo(without.metrics());
            assertThat(cached.documents()).isEqualTo(without.documents());
            assertThat(cached.canonical("c")).isEqualTo(without.canonical("c"));
        }
    }

    @Test
    void does_not_even_read_a_file_that_did_not_change() throws IOException {
        shop();
        load();
        // Same size, time and inode, other bytes: only a reader of the bytes can tell.
        byte[] bytes = Files.readAllBytes(temp.resolve("a.yaml"));
        byte[] garbled = bytes.clone();
        garbled[0] = '[';
        Files.write(temp.resolve("a.yaml"), garbled);
        settle();

        assertThat(load().features()).extracting(Feature::name).contains("a");
    }

    @Test
    void sees_an_edit_within_the_clock_tick_of_the_file_system() throws IOException {
        Folder folder = shop();
        FileTime now = FileTime.from(Instant.now());
        Files.setLastModifiedTime(temp.resolve("a.yaml"), now);
        load();
        folder.write("a.yaml", Folder.feature("a", "guardrails: [{metric: http-error_, above: 5%}]"));
        Files.setLastModifiedTime(temp.resolve("a.yaml"), now);

        assertThat(problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).startsWith("a.yaml:7:"));
    }

    @Test
    void sees_an_edit() throws IOException {
        Folder folder = shop();
        load();

        folder.write("b.yaml", Folder.feature("b", "risk: {alpha: 2}") + "---\n" + Folder.feature("c"));

        assertThat(problems()).singleElement().asString().startsWith("b.yaml:7:17 FC1036");
    }

    @Test
    void moves_the_lines_of_a_document_that_moved() throws IOException {
        Folder folder = shop();
        load();

        folder.write("b.yaml", "# one\n# two\n---\n" + Folder.feature("b") + "---\n" + Folder.feature("c"));

        Feature moved = load().features().get(2);
        assertThat(moved.source().line()).isEqualTo(11);
        assertThat(load().features())
                .isEqualTo(new ManifestLoader(temp, null).load(List.of()).features());
    }

    @Test
    void knows_a_document_again_in_another_file() throws IOException {
        shop();
        load();

        Files.move(temp.resolve("a.yaml"), temp.resolve("moved.yaml"));

        assertThat(load().features().get(0).source().file()).isEqualTo("moved.yaml");
    }

    @Test
    void finds_the_place_of_a_broken_reference_in_a_cached_document() throws IOException {
        Folder folder = shop();
        load();

        folder.write("metrics.yaml", Folder.METRIC.replace("http-errors", "http-error"));

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("a.yaml:7:25 FC1205 there is no metric \"http-errors\" | did you mean \"http-error\"?");
    }

    @Test
    void survives_any_damage() throws IOException {
        shop();
        Manifests before = load();
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            Path file = files().get(0);
            byte[] bytes = Files.readAllBytes(file);
            if (round % 3 == 0) {
                bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            }
            Files.write(file, bytes);

            assertThat(load().features()).isEqualTo(before.features());
        }
    }

    @Test
    void rebuilds_a_cache_that_was_emptied() throws IOException {
        shop();
        load();
        Files.write(files().get(0), new byte[0]);

        load();

        assertThat(Files.size(files().get(0))).isPositive();
    }

    @Test
    void works_where_nothing_can_be_written() throws IOException {
        shop();
        Files.writeString(temp.resolve("file"), "in the way");

        Manifests manifests = new ManifestLoader(temp, temp.resolve("file/cache")).load(List.of());

        assertThat(manifests.features()).hasSize(3);
    }

    @Test
    void never_remembers_a_broken_document() throws IOException {
        Folder folder = shop();
        folder.write("b.yaml", Folder.feature("b", "tpye: release"));
        settle();

        List<String> first = problems();
        List<String> second = problems();

        assertThat(first).singleElement().asString().startsWith("b.yaml:7:3 FC1007");
        assertThat(second).isEqualTo(first);
    }

    @Test
    void expands_a_template_that_changed_in_features_that_did_not() throws IOException {
        Folder folder = shop();
        String template = """
                apiVersion: flagctl.dev/v1
                kind: Strategy
                metadata: {name: careful}
                spec: {strategy: linear, step: %d, bake: 1h}
                """;
        folder.write("s.yaml", template.formatted(10));
        folder.write("d.yaml", Folder.feature("d", "rollout: {staging: {strategy: careful}}"));
        settle();
        String before = load().canonical("d");

        folder.write("s.yaml", template.formatted(20));
        Manifests after = load();

        assertThat(before).contains("\"step\":10");
        assertThat(after.canonical("d")).contains("\"step\":20").contains("\"strategy\":\"linear\"");
        assertThat(after.features())
                .isEqualTo(new ManifestLoader(temp, null).load(List.of()).features());
    }

    @Test
    void several_runs_at_once_do_not_harm_each_other() throws Exception {
        shop();
        List<Feature> expected = load().features();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int round = 0; round < 25; round++) {
                    try {
                        Files.setLastModifiedTime(
                                temp.resolve("a.yaml"), FileTime.fromMillis(1_700_000_000_000L + round));
                        assertThat(load().features()).isEqualTo(expected);
                    } catch (IOException | RuntimeException | AssertionError failure) {
                        failures.add(failure);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        try (Stream<Path> left = Files.list(cache())) {
            assertThat(left).noneMatch(path -> path.toString().endsWith(".tmp"));
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(cache())) {
            return files.toList();
        }
    }
}
