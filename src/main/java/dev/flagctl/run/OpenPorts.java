// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.ManifestException;
import dev.flagctl.diag.Redaction;
import dev.flagctl.diag.SourceRange;
import dev.flagctl.diag.Suggestion;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Project;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.AdapterProvider;
import dev.flagctl.port.CodeSearch;
import dev.flagctl.port.CodeSearchProvider;
import dev.flagctl.port.FlagEvaluator;
import dev.flagctl.port.FlagEvaluatorProvider;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.Hook;
import dev.flagctl.port.HookProvider;
import dev.flagctl.port.Ledger;
import dev.flagctl.port.LedgerProvider;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.MetricSourceProvider;
import dev.flagctl.port.Notifier;
import dev.flagctl.port.NotifierProvider;
import dev.flagctl.port.References;
import dev.flagctl.port.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The adapters of a project, each opened when it is first asked for.
 *
 * <p>An adapter that the manifest does not define, or whose type nobody provides, is a {@link ManifestException}: its author can mend it.
 */
public final class OpenPorts implements AutoCloseable {

    private final Project project;
    private final AdapterHost host;
    private final Providers plugins;
    private final Map<String, AutoCloseable> open = new HashMap<>();
    private @Nullable Ledger ledger;

    /**
     * @param plugins class loader in which adapters are looked up
     */
    public OpenPorts(Project project, AdapterHost host, ClassLoader plugins) {
        this.project = project;
        this.host = host;
        this.plugins = new Providers(plugins);
    }

    public AdapterHost host() {
        return host;
    }

    /** Returns what hides the values of all secrets that the adapters and the ledger of the project refer to. */
    public Redaction redaction() {
        return redaction(project.ledger());
    }

    /** Returns what hides the secrets of one more adapter too. */
    public Redaction redaction(AdapterSpec more) {
        Map<String, String> secrets = new HashMap<>();
        project.adapters().values().forEach(spec -> addSecrets(spec.settings(), secrets));
        addSecrets(project.ledger().settings(), secrets);
        addSecrets(more.settings(), secrets);
        return new Redaction(secrets);
    }

    private void addSecrets(Object setting, Map<String, String> secrets) {
        if (setting instanceof Map<?, ?> map) {
            map.values().forEach(value -> addSecrets(value, secrets));
        } else if (setting instanceof Iterable<?> items) {
            items.forEach(item -> addSecrets(item, secrets));
        } else if (setting instanceof String text) {
            secrets.putAll(references().valuesIn(text));
        }
    }

    private References references() {
        return new References(host.environment(), host.root());
    }

    /** Lets a port that is open answer for an adapter of the project, before anybody asks for that; it is closed with the others. */
    public synchronized void use(String adapter, AutoCloseable port) {
        open.put(adapter, port);
    }

    public synchronized FlagService flagService(String adapter) {
        return open(adapter, FlagServiceProvider.class, FlagService.class, p -> s -> p.open(s, host));
    }

    public synchronized MetricSource metricSource(String adapter) {
        return open(adapter, MetricSourceProvider.class, MetricSource.class, p -> s -> p.open(s, host));
    }

    public synchronized Notifier notifier(String adapter) {
        return open(adapter, NotifierProvider.class, Notifier.class, p -> s -> p.open(s, host));
    }

    public synchronized Hook hook(String adapter) {
        return open(adapter, HookProvider.class, Hook.class, p -> s -> p.open(s, host));
    }

    public synchronized FlagEvaluator flagEvaluator(String adapter) {
        return open(adapter, FlagEvaluatorProvider.class, FlagEvaluator.class, p -> s -> p.open(s, host));
    }

    /** Opens an adapter whatever its port is. */
    public synchronized AutoCloseable any(String adapter) {
        AdapterSpec spec = project.adapters().get(adapter);
        String type = spec == null ? "" : spec.type();
        if (provides(FlagServiceProvider.class, type)) {
            return flagService(adapter);
        }
        if (provides(FlagEvaluatorProvider.class, type)) {
            return flagEvaluator(adapter);
        }
        if (provides(MetricSourceProvider.class, type)) {
            return metricSource(adapter);
        }
        if (provides(NotifierProvider.class, type)) {
            return notifier(adapter);
        }
        if (provides(CodeSearchProvider.class, type)) {
            return open(adapter, CodeSearchProvider.class, CodeSearch.class, p -> s -> p.open(s, host));
        }
        return hook(adapter);
    }

    private boolean provides(Class<? extends AdapterProvider> providers, String type) {
        return plugins.find(providers, type).isPresent();
    }

    /** Returns the code search of the project, the first in the order of the manifest; empty when the project names none. */
    public synchronized Optional<CodeSearch> codeSearch() {
        for (AdapterSpec spec : project.adapters().values()) {
            if (provides(CodeSearchProvider.class, spec.type())) {
                return Optional.of(
                        open(spec.name(), CodeSearchProvider.class, CodeSearch.class, p -> s -> p.open(s, host)));
            }
        }
        return Optional.empty();
    }

    public synchronized Ledger ledger() {
        if (ledger == null) {
            AdapterSpec spec = project.ledger();
            ledger = provider(spec, LedgerProvider.class).open(new Settings(spec, references()), host);
        }
        return ledger;
    }

    /** Opens another ledger than that of the project; whoever asks closes it. */
    public Ledger ledger(AdapterSpec other) {
        return provider(other, LedgerProvider.class).open(new Settings(other, references()), host);
    }

    private <P extends AdapterProvider, A extends AutoCloseable> A open(
            String adapter, Class<P> providers, Class<A> port, Function<P, Function<Settings, A>> opener) {
        AutoCloseable known = open.get(adapter);
        if (known != null) {
            return port.cast(known);
        }
        AdapterSpec spec = project.adapters().get(adapter);
        if (spec == null) {
            throw invalid(
                    "no adapter is named \"" + adapter + "\"",
                    project.source().file(),
                    project.source().line(),
                    "define it under adapters");
        }
        A opened = opener.apply(provider(spec, providers)).apply(new Settings(spec, references()));
        open.put(adapter, opened);
        return opened;
    }

    private <P extends AdapterProvider> P provider(AdapterSpec spec, Class<P> providers) {
        TreeSet<String> types = new TreeSet<>();
        Optional<P> found = plugins.find(providers, spec.type(), types);
        if (found.isPresent()) {
            return found.get();
        }
        String near = Suggestion.nearest(spec.type(), types);
        throw invalid(
                "adapter \"" + spec.name() + "\" of type \"" + spec.type() + "\" cannot be used here",
                spec.source().file(),
                spec.source().line(),
                (near == null ? "" : "did you mean \"" + near + "\"? ") + "types that can: "
                        + String.join(", ", types));
    }

    private static ManifestException invalid(String summary, String file, int line, String hint) {
        SourceRange range = new SourceRange(file, line, line == 0 ? 0 : 1, line == 0 ? 0 : 1);
        return new ManifestException(List.of(Diagnostic.error("FC1301", summary, range, "", hint)));
    }

    /** Closes every adapter that was opened; the first failure is thrown when all were tried. */
    @Override
    public synchronized void close() {
        List<AutoCloseable> all = new ArrayList<>(open.values());
        if (ledger != null) {
            all.add(ledger);
        }
        open.clear();
        ledger = null;
        RuntimeException failure = null;
        for (AutoCloseable each : all) {
            failure = close(each, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    @SuppressWarnings("PMD.AvoidCatchingGenericException")
    private static @Nullable RuntimeException close(AutoCloseable each, @Nullable RuntimeException earlier) {
        try {
            each.close();
            return earlier;
        } catch (RuntimeException e) {
            return earlier == null ? e : earlier;
        } catch (Exception e) {
            throw new IllegalStateException("ports close without checked exceptions", e);
        }
    }
}
