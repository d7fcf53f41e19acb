// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.CodeReference;
import dev.flagctl.port.CodeSearch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every code search does. */
public interface CodeSearchContract {

    /** Puts a file into the code that is searched. */
    void file(String path, String content);

    /** Puts something there that cannot be searched. */
    void unsearchable();

    CodeSearch open();

    @Test
    default void a_key_that_nobody_names_has_an_empty_list_and_is_never_missing() {
        file("src/App.java", "class App {}\n");

        try (CodeSearch code = open()) {
            assertThat(code.references(List.of("checkout", "search")))
                    .isEqualTo(Map.of("checkout", List.of(), "search", List.of()));
        }
    }

    @Test
    default void references_of_many_keys_are_found_at_once_ordered_by_file_and_line() {
        file("src/b.ts", "\n  if (flags.on('checkout')) {\n  }\n  flags.on(\"search\")\n");
        file("src/a.py", "enabled(\"checkout\")\n\n\nvariant('checkout')\n");

        try (CodeSearch code = open()) {
            assertThat(code.references(List.of("checkout", "search")))
                    .isEqualTo(Map.of(
                            "checkout",
                            List.of(
                                    new CodeReference("src/a.py", 1, "enabled(\"checkout\")"),
                                    new CodeReference("src/a.py", 4, "variant('checkout')"),
                                    new CodeReference("src/b.ts", 2, "if (flags.on('checkout')) {")),
                            "search",
                            List.of(new CodeReference("src/b.ts", 4, "flags.on(\"search\")"))));
        }
    }

    @Test
    default void only_the_whole_key_counts() {
        file("src/App.java", """
                on("checkout-redesign"); on("my-checkout"); checkouts(); recheckout; checkout_2;
                """);

        try (CodeSearch code = open()) {
            assertThat(code.references(List.of("checkout")).get("checkout")).isEmpty();
        }
    }

    @Test
    default void a_key_may_hold_dots_hyphens_and_slashes() {
        file("src/App.java", "on(\"shop.checkout-v2/new\");\n");

        try (CodeSearch code = open()) {
            Map<String, List<CodeReference>> found =
                    code.references(List.of("shop.checkout-v2/new", "shop.checkout-v2", "shop.checkout"));

            assertThat(found.get("shop.checkout-v2/new")).hasSize(1);
            // "shop.checkout-v2" ends at a slash: in doubt it is a reference.
            assertThat(found.get("shop.checkout-v2")).hasSize(1);
            assertThat(found.get("shop.checkout")).isEmpty();
        }
    }

    @Test
    default void two_references_on_one_line_are_one_and_its_text_is_short() {
        file("src/App.java", "  on(\"checkout\") || on(\"checkout\")" + " ".repeat(50) + "x".repeat(5000) + "\n");

        try (CodeSearch code = open()) {
            assertThat(code.references(List.of("checkout")).get("checkout"))
                    .singleElement()
                    .satisfies(reference -> assertThat(reference.text())
                            .startsWith("on(\"checkout\")")
                            .hasSizeLessThanOrEqualTo(200));
        }
    }

    @Test
    default void what_cannot_be_searched_is_a_failure_and_not_an_empty_answer() {
        file("src/App.java", "class App {}\n");
        unsearchable();

        try (CodeSearch code = open()) {
            assertThatThrownBy(() -> code.references(List.of("checkout"))).isInstanceOf(AdapterException.class);
        }
    }
}
