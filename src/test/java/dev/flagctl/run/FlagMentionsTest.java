// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import static dev.flagctl.support.Scene.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.CodeReference;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.FlagReferences;
import dev.flagctl.port.FlagService;
import dev.flagctl.support.FakeFlagService;
import dev.flagctl.support.Scene;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a flag service knows of code is evidence beside what a code search found. */
final class FlagMentionsTest {

    private static final CodeReference HERE = new CodeReference("Shop.java", 1, "here");
    private static final CodeReference THERE = new CodeReference("web/Shop.java", 7, "there");

    private final Map<FeatureKey, List<CodeReference>> references = new HashMap<>();

    @Test
    void a_service_that_looked_is_enough_where_the_project_has_no_code_search() {
        add(service(keys -> keys.contains("banner") ? Map.of("banner", List.of()) : Map.of()));

        assertThat(references).containsExactly(Map.entry(key("banner"), List.of()));
    }

    @Test
    void the_longer_list_of_both_stands() {
        references.put(key("banner"), List.of(HERE));

        add(service(keys -> Map.of("banner", List.of())));
        assertThat(references).containsEntry(key("banner"), List.of(HERE));

        add(service(keys -> Map.of("banner", List.of(THERE, THERE))));
        assertThat(references).containsEntry(key("banner"), List.of(THERE, THERE));
    }

    @Test
    void a_service_that_does_not_know_leaves_what_was_found() {
        references.put(key("banner"), List.of());

        add(service(keys -> Map.of()));
        add(new FakeFlagService());

        assertThat(references).containsEntry(key("banner"), List.of());
    }

    @Test
    void a_service_that_cannot_be_asked_may_know_of_places() {
        references.put(key("banner"), List.of());

        add(service(keys -> {
            throw new AdapterException(
                    AdapterException.Failure.UNREACHABLE, "read references", "flags", "it did not answer");
        }));

        assertThat(references).isEmpty();
    }

    private void add(FlagService service) {
        new FlagMentions(Scene.project(), name -> service).add(Map.of(key("banner"), "banner"), references);
    }

    /** Returns a flag service that can do nothing but tell where code names flags. */
    @SuppressWarnings("unchecked")
    private static FlagService service(Function<Collection<String>, Map<String, List<CodeReference>>> known) {
        return (FlagService) Proxy.newProxyInstance(
                FlagMentionsTest.class.getClassLoader(),
                new Class<?>[] {FlagService.class, FlagReferences.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("codeReferences");
                    return known.apply((Collection<String>) arguments[0]);
                });
    }
}
