// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.code.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.contract.CodeSearchContract;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.CodeReference;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.CodeSearch;
import dev.flagctl.port.CodeSearchProvider;
import dev.flagctl.port.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FilesCodeSearchTest implements CodeSearchContract {

    private static final String LARGE = "// no flag here\n".repeat(400_000);

    @TempDir
    private Path folder;

    @Override
    public void file(String path, String content) {
        bytes(path, content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void unsearchable() {
        file("src/generated.js", LARGE);
    }

    @Override
    public CodeSearch open() {
        return open(Map.of());
    }

    @Test
    void is_found_by_its_type() {
        assertThat(ServiceLoader.load(CodeSearchProvider.class))
                .extracting(CodeSearchProvider::type)
                .contains("files");
    }

    @Test
    void leaves_out_what_is_not_code_of_ones_own() {
        file(".git/config", "checkout");
        file("web/node_modules/x/index.js", "checkout");
        file("target/App.java", "checkout");
        bytes("logo.png", new byte[] {'c', 'h', 'e', 'c', 'k', 'o', 'u', 't', 0});

        assertThat(found(Map.of())).isEmpty();
    }

    @Test
    void searches_what_include_names_and_leaves_out_what_exclude_names() {
        file("src/App.java", "checkout");
        file("App.java", "checkout");
        file("src/App.kt", "checkout");
        file("docs/App.md", "checkout");
        file("src/gen/Gen.java", "checkout");

        assertThat(found(Map.of("include", List.of("**/*.java", "*.kt"), "exclude", List.of("src/gen"))))
                .extracting(CodeReference::file)
                .containsExactly("App.java", "src/App.java", "src/App.kt");
        assertThat(found(Map.of("paths", List.of("docs", "src/gen"))))
                .extracting(CodeReference::file)
                .containsExactly("docs/App.md", "src/gen/Gen.java");
        assertThat(found(Map.of("exclude", List.of("gen/"), "paths", List.of("src"))))
                .extracting(CodeReference::file)
                .containsExactly("src/App.java", "src/App.kt");
    }

    @Test
    void a_file_too_large_to_search_is_named_and_may_be_excluded() {
        file("src/App.java", "checkout");
        file("data.json", LARGE);

        assertThatThrownBy(() -> found(Map.of()))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("data.json")
                .hasMessageContaining("larger than 5 MiB")
                .hasMessageContaining("\"exclude\"");
        assertThat(found(Map.of("exclude", List.of("data.json")))).hasSize(1);
    }

    @Test
    void symbolic_links_in_a_circle_end_and_each_file_is_searched_once() throws IOException {
        file("src/a/App.java", "checkout");
        Files.createSymbolicLink(folder.resolve("src/a/up"), folder.resolve("src"));
        Files.createSymbolicLink(folder.resolve("src/self"), folder.resolve("src/self"));
        Files.createSymbolicLink(folder.resolve("src/nothing"), folder.resolve("not-there"));
        Files.createSymbolicLink(folder.resolve("src/Again.java"), folder.resolve("src/a/App.java"));

        assertThat(found(Map.of())).hasSize(1);
    }

    @Test
    void a_folder_that_is_not_there_is_a_failure() {
        assertThatThrownBy(() -> found(Map.of("paths", List.of("sources"))))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("sources")
                .hasMessageContaining("not there");
    }

    @Test
    void searching_nothing_is_refused_when_it_is_opened() {
        assertThatThrownBy(() -> open(Map.of("paths", List.of())))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("code")
                .hasMessageContaining("paths");
    }

    @Test
    void text_in_utf_16_is_text() {
        bytes("App.cs", "\uFEFFvar on = \"checkout\";\r\n".getBytes(StandardCharsets.UTF_16LE));

        assertThat(found(Map.of())).containsExactly(new CodeReference("App.cs", 1, "var on = \"checkout\";"));
    }

    @Test
    void letters_beyond_ascii_do_not_hide_a_key() {
        file("README.md", "Das Flag „checkout“ und 使用checkout标志\n");

        assertThat(found(Map.of())).hasSize(1);
    }

    @Test
    void ten_thousand_keys_are_looked_for_in_one_pass() {
        List<String> keys = new ArrayList<>();
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            keys.add("shop.feature-" + i);
            code.append("on(\"shop.feature-").append(i).append("\");\n");
        }
        file("src/App.java", code.toString());

        try (CodeSearch search = open()) {
            Map<String, List<CodeReference>> found = search.references(keys);

            for (int i = 0; i < 10_000; i++) {
                assertThat(found.get("shop.feature-" + i))
                        .containsExactly(new CodeReference("src/App.java", i + 1, "on(\"shop.feature-" + i + "\");"));
            }
        }
    }

    @Test
    void a_glob_that_makes_no_sense_is_refused_when_it_is_opened() {
        assertThatThrownBy(() -> open(Map.of("include", List.of("src/[a"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("src/[a");
    }

    private List<CodeReference> found(Map<String, Object> settings) {
        try (CodeSearch code = open(settings)) {
            return code.references(List.of("checkout")).get("checkout");
        }
    }

    private CodeSearch open(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putIfAbsent("paths", List.of("."));
        AdapterSpec spec = new AdapterSpec("code", "files", all, SourceRef.NONE);
        AdapterHost host = new AdapterHost(Clock.systemUTC(), folder, Map.of(), line -> {});
        return new FilesProvider().open(new Settings(spec, Map.of()), host);
    }

    private void bytes(String path, byte[] content) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
