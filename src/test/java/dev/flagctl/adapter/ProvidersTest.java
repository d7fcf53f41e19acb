// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.port.AdapterProvider;
import dev.flagctl.port.CodeSearchProvider;
import dev.flagctl.port.FlagEvaluatorProvider;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.HookProvider;
import dev.flagctl.port.LedgerProvider;
import dev.flagctl.port.MetricSourceProvider;
import dev.flagctl.port.NotifierProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reminds who adds an adapter of the files that nothing else asks for; docs/adding-an-adapter.md says the same. */
final class ProvidersTest {

    private static final List<Class<? extends AdapterProvider>> PORTS = List.of(
            FlagServiceProvider.class,
            FlagEvaluatorProvider.class,
            MetricSourceProvider.class,
            NotifierProvider.class,
            HookProvider.class,
            LedgerProvider.class,
            CodeSearchProvider.class);

    private static final Path MAIN = Path.of("src/main/java/dev/flagctl/adapter");

    @Test
    void every_port_has_a_provider_and_no_two_have_one_type() {
        Set<String> types = new HashSet<>();
        for (Class<? extends AdapterProvider> port : PORTS) {
            List<AdapterProvider> providers = providers(port);

            assertThat(providers).as(port.getSimpleName()).isNotEmpty();
            for (AdapterProvider provider : providers) {
                assertThat(types.add(provider.type())).as(provider.type()).isTrue();
            }
        }
    }

    @Test
    void every_provider_has_a_schema_and_a_page() {
        for (AdapterProvider provider : all()) {
            // A ledger is configured in the project, not under "adapters": its schema is part of that.
            if (!(provider instanceof LedgerProvider)) {
                assertThat(Path.of("schemas/adapters", provider.type() + ".schema.json"))
                        .exists();
            }
            assertThat(Path.of("docs/adapters", provider.type() + ".md")).exists();
        }
    }

    @Test
    void every_provider_in_the_sources_is_found() throws IOException {
        List<String> found = all().stream()
                .map(provider -> provider.getClass().getSimpleName())
                .toList();
        try (Stream<Path> sources = Files.walk(MAIN)) {
            List<String> written = sources.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith("Provider.java"))
                    .map(name -> name.replace(".java", ""))
                    .toList();

            assertThat(found).containsExactlyInAnyOrderElementsOf(written);
        }
    }

    private static List<AdapterProvider> all() {
        List<AdapterProvider> all = new ArrayList<>();
        for (Class<? extends AdapterProvider> port : PORTS) {
            all.addAll(providers(port));
        }
        return all;
    }

    private static List<AdapterProvider> providers(Class<? extends AdapterProvider> port) {
        List<AdapterProvider> providers = new ArrayList<>();
        ServiceLoader.load(port).forEach(providers::add);
        return providers;
    }
}
