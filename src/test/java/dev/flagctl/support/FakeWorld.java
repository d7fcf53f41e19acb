// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.Notice;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Project;
import dev.flagctl.model.ReadBack;
import dev.flagctl.model.SourceRef;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.FlagEvaluator;
import dev.flagctl.port.FlagEvaluatorProvider;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.port.Hook;
import dev.flagctl.port.HookProvider;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import dev.flagctl.port.LedgerProvider;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.MetricSourceProvider;
import dev.flagctl.port.Notifier;
import dev.flagctl.port.NotifierProvider;
import dev.flagctl.port.Settings;
import dev.flagctl.port.WriteOutcome;
import dev.flagctl.run.Cancellation;
import dev.flagctl.run.OpenPorts;
import dev.flagctl.run.RunEvent;
import dev.flagctl.run.RunIdentity;
import dev.flagctl.run.RunResult;
import dev.flagctl.run.Specs;
import dev.flagctl.run.Tick;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything outside flagctl, in memory; a run in it can be cut before and after the effect of every call that it makes. */
public final class FakeWorld {

    private static final Map<String, FakeWorld> WORLDS = new ConcurrentHashMap<>();

    public final TestClock clock = new TestClock();
    public final FakeLedger ledger = new FakeLedger(clock);
    public final FakeFlagService flags = new FakeFlagService();
    public final FakeFlagEvaluator clients = new FakeFlagEvaluator();
    public final FakeNotifier chat = new FakeNotifier();
    public final FakeHook ci = new FakeHook(true, "fine", Duration.ZERO);
    public final List<RunEvent> events = new ArrayList<>();
    /** Called before each call to a port, with the name of the method. */
    public java.util.function.Consumer<String> before = call -> {};

    private @Nullable ReadBack readBack;
    private final String id = UUID.randomUUID().toString();
    private final Map<String, Feature> features = new LinkedHashMap<>();
    private final Map<String, Feature> everySpec = new HashMap<>();
    private int runs;
    private int points;
    private int cut = -1;
    private boolean dead;

    /** Stands for kill -9: nobody may catch it. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    public FakeWorld(Feature... features) {
        WORLDS.put(id, this);
        for (Feature feature : features) {
            manifest(feature);
        }
    }

    /** Writes or replaces the manifest of a feature. */
    public void manifest(Feature feature) {
        features.put(feature.name(), feature);
        everySpec.put(feature.specDigest(), feature);
    }

    /** Lets runs wait until clients serve what was written to production. */
    public FakeWorld readBack(Duration within) {
        readBack = new ReadBack("edge", within);
        return this;
    }

    /** Cuts the run at the n-th point, counted from 0; every later call of that run fails as well. */
    public void cutAt(int n) {
        points = 0;
        cut = n;
    }

    /** Returns how many points were passed since {@link #cutAt}. */
    public int points() {
        return points;
    }

    public RunResult apply() {
        return apply(new Cancellation());
    }

    public RunResult apply(Cancellation cancellation) {
        return apply("run-" + ++runs, cancellation);
    }

    /** Runs one tick, in this thread alone. */
    public RunResult apply(String run, Cancellation cancellation) {
        if (dead) {
            // The lease of a dead run runs out; here at once, so that time stands where it stood.
            ledger.holder("shop").ifPresent(ledger::release);
            dead = false;
        }
        Project project = project();
        AdapterHost host = new AdapterHost(clock, Path.of("."), Map.of(), line -> {}, clock::advance, new Random(0));
        OpenPorts ports = new OpenPorts(project, host, plugins());
        Tick tick = new Tick(project, List.copyOf(features.values()), Map.of(), ports, specs(), Runnable::run, null);
        PlanScope scope = new PlanScope(List.copyOf(project.environments().keySet()), Set.of(), false);
        return tick.apply(
                scope, new RunIdentity(run, "dana", "", "abc"), Function.identity(), events::add, cancellation);
    }

    /** Returns the class loader in which the fakes of all worlds are found, as adapters of type {@code fake}. */
    public static ClassLoader plugins() {
        URL fakes = FakeWorld.class.getResource("/fakes/");
        return new URLClassLoader(new URL[] {fakes}, FakeWorld.class.getClassLoader());
    }

    private Project project() {
        Project plain = Scene.project();
        Map<String, AdapterSpec> adapters = new LinkedHashMap<>();
        plain.adapters().keySet().forEach(name -> adapters.put(name, spec(name)));
        adapters.put("edge", spec("edge"));
        Map<String, Environment> environments = new LinkedHashMap<>(plain.environments());
        environments.computeIfPresent(
                "production",
                (name, e) -> new Environment(
                        name, e.flags(), e.telemetry(), e.isProtected(), e.regions(), e.population(), readBack));
        return new Project(
                plain.name(), environments, plain.cohorts(), adapters, spec("ledger"), "region", SourceRef.NONE);
    }

    private AdapterSpec spec(String name) {
        return new AdapterSpec(name, "fake", Map.of("world", id), SourceRef.NONE);
    }

    private Specs specs() {
        return new Specs() {
            @Override
            public String canonical(String feature) {
                return features.get(feature).specDigest();
            }

            @Override
            public Feature parse(String canonical) {
                return everySpec.get(canonical);
            }
        };
    }

    private static FakeWorld of(Settings settings) {
        return WORLDS.get(settings.require("world"));
    }

    private void point() {
        if (dead || points++ == cut) {
            dead = true;
            throw new Killed();
        }
    }

    /** Returns the same port, cut before and after each call; a lease that its dead holder cannot give back runs out at once. */
    private <T> T cutting(Class<T> port, T target) {
        InvocationHandler handler = (proxy, method, args) -> {
            boolean quiet = method.getName().equals("close") || method.getName().equals("capabilities");
            boolean leaves = method.getName().equals("release");
            if (!quiet && !(leaves && dead)) {
                before.accept(method.getName());
                point();
            }
            Object answer;
            try {
                answer = method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (!quiet && !leaves) {
                point();
            }
            return answer;
        };
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
    }

    /** What the providers have in common. */
    public abstract static class Fake {
        public String type() {
            return "fake";
        }
    }

    public static final class FakeLedgerProvider extends Fake implements LedgerProvider {
        @Override
        public Ledger open(Settings settings, AdapterHost host) {
            return of(settings).cutting(Ledger.class, of(settings).ledger);
        }
    }

    public static final class FakeFlagServiceProvider extends Fake implements FlagServiceProvider {
        @Override
        public FlagService open(Settings settings, AdapterHost host) {
            FakeWorld world = of(settings);
            return world.cutting(FlagService.class, new OneByOne(world));
        }
    }

    public static final class FakeFlagEvaluatorProvider extends Fake implements FlagEvaluatorProvider {
        @Override
        public FlagEvaluator open(Settings settings, AdapterHost host) {
            return of(settings).cutting(FlagEvaluator.class, of(settings).clients);
        }
    }

    public static final class FakeNotifierProvider extends Fake implements NotifierProvider {
        @Override
        public Notifier open(Settings settings, AdapterHost host) {
            return of(settings).cutting(Notifier.class, of(settings).chat);
        }
    }

    public static final class FakeHookProvider extends Fake implements HookProvider {
        @Override
        public Hook open(Settings settings, AdapterHost host) {
            return of(settings).cutting(Hook.class, of(settings).ci);
        }
    }

    public static final class FakeMetricSourceProvider extends Fake implements MetricSourceProvider {
        @Override
        public MetricSource open(Settings settings, AdapterHost host) {
            FakeWorld world = of(settings);
            return world.cutting(MetricSource.class, new MetricSource() {
                @Override
                public List<BucketSeries> read(List<MetricQuery> queries) {
                    List<BucketSeries> answers = new ArrayList<>();
                    for (MetricQuery query : queries) {
                        answers.add(new BucketSeries(List.of(), query.to(), DataState.NO_DATA, "", List.of()));
                    }
                    return answers;
                }

                @Override
                public void close() {}
            });
        }
    }

    /** A flag service in which each write of a batch takes effect by itself, so that a run can be cut between two. */
    private static final class OneByOne implements FlagService {

        private final FakeWorld world;

        OneByOne(FakeWorld world) {
            this.world = world;
        }

        @Override
        public Capabilities capabilities() {
            return world.flags.capabilities();
        }

        @Override
        public Map<String, ObservedFlag> read(FlagScope scope, Collection<FlagSpec> flags) {
            return world.flags.read(scope, flags);
        }

        @Override
        public List<FoundFlag> list(FlagScope scope) {
            return world.flags.list(scope);
        }

        @Override
        public List<WriteOutcome> write(FlagScope scope, List<FlagWrite> writes) {
            List<WriteOutcome> outcomes = new ArrayList<>();
            for (FlagWrite write : writes) {
                world.point();
                outcomes.addAll(world.flags.write(scope, List.of(write)));
            }
            return outcomes;
        }

        @Override
        public List<dev.flagctl.port.Check> check(FlagScope scope) {
            return world.flags.check(scope);
        }

        @Override
        public void close() {}
    }

    /** Returns the entries of the ledger, one line each: kind, key and the task without the run. */
    public List<String> history() {
        List<String> lines = new ArrayList<>();
        for (Entry entry : ledger.entries(dev.flagctl.port.EntryFilter.all())) {
            EntryDraft draft = entry.draft();
            String task = draft.task();
            lines.add(draft.kind()
                    + (task == null ? "" : " " + task.substring(task.indexOf('/', task.indexOf('/') + 1) + 1)));
        }
        return lines;
    }

    public static AdapterException failure(AdapterException.Failure kind) {
        return new AdapterException(kind, "write", "the fake", "it did not want to");
    }

    public List<String> noticeKeys() {
        return chat.delivered().stream().map(Notice::idempotencyKey).toList();
    }

    /** Returns a lease that somebody else takes over the project. */
    public Lease takeLease() {
        return ledger.acquire("shop", new Lease.Holder("other", "alice", "", "", "", ""), Duration.ofMinutes(1));
    }
}
