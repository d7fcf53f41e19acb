// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.Project;
import dev.flagctl.plan.ApprovalRecord;
import dev.flagctl.plan.Observation;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.Planner;
import dev.flagctl.plan.Refusal;
import dev.flagctl.plan.codec.PlanFile;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.LeaseScope;
import dev.flagctl.port.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One round: reads the world, plans, and runs what is due. */
public final class Tick {

    private static final Duration LEASE = Duration.ofSeconds(60);

    /** So many signs of life a lease lasts for. */
    private static final int RENEWALS = 4;

    private final Project project;
    private final List<Feature> features;
    private final OpenPorts ports;
    private final Specs specs;
    private final Observer observer;
    private final Planner planner;
    private final Executor executor;
    private final @Nullable ScheduledExecutorService renewals;
    private final Duration lease;

    /**
     * @param features all features of the project
     * @param metrics all metrics of the project, by name
     * @param renewals renews the lease while a run lasts; null in virtual time, where a run takes none
     */
    public Tick(
            Project project,
            List<Feature> features,
            Map<String, Metric> metrics,
            OpenPorts ports,
            Specs specs,
            Executor executor,
            @Nullable ScheduledExecutorService renewals) {
        this(project, features, metrics, ports, specs, executor, renewals, LEASE);
    }

    /** @param lease how long the lease lasts after the last sign of life */
    public Tick(
            Project project,
            List<Feature> features,
            Map<String, Metric> metrics,
            OpenPorts ports,
            Specs specs,
            Executor executor,
            @Nullable ScheduledExecutorService renewals,
            Duration lease) {
        this.project = project;
        this.features = List.copyOf(features);
        this.ports = ports;
        this.specs = specs;
        this.executor = executor;
        this.renewals = renewals;
        this.lease = lease;
        this.observer = new Observer(project, ports, specs, metrics, executor);
        this.planner = new Planner(project, measures(metrics));
    }

    private static Map<String, Measure> measures(Map<String, Metric> metrics) {
        Map<String, Measure> measures = new HashMap<>();
        metrics.forEach((name, metric) -> measures.put(name, metric.measure()));
        return measures;
    }

    /** Reads the world and plans; writes nothing anywhere. */
    public Plan plan(PlanScope scope, Consumer<RunEvent> events) {
        Plan plan = planner.plan(features, observe(scope, events), scope);
        events.accept(new RunEvent.Planned(plan.now(), plan));
        return plan;
    }

    /** Reads the world that a plan for the scope is made from. */
    public Observation observe(PlanScope scope, Consumer<RunEvent> events) {
        return observer.observe(features, scope, events);
    }

    /**
     * Takes the lease of the scope, settles what earlier runs left open in it, plans, and runs what the plan and {@code consent} allow.
     *
     * @param consent is shown the plan under the lease, before anything is sent; returns the part of it to carry out
     * @throws RefusedException when the plan holds refusals; nothing was sent but what takes exposure back
     * @throws dev.flagctl.diag.LockedException when another run holds the lease of the scope, of a part of it or of more
     */
    public RunResult apply(
            PlanScope scope,
            RunIdentity identity,
            Function<Plan, Plan> consent,
            Consumer<RunEvent> events,
            Cancellation cancellation) {
        return underLease(LeaseScopes.of(project, scope), identity, events, journal -> {
            Plan plan = plan(scope, events);
            journal.append(Outages.of(ports.ledger(), plan).news(plan, journal));
            if (!plan.refusals().isEmpty()) {
                // One bad edit must not keep others from being taken back.
                run(consent.apply(plan.onlyTakingBack()), identity, journal, events, cancellation);
                throw refusal(plan);
            }
            return run(consent.apply(plan), identity, journal, events, cancellation);
        });
    }

    /** Runs a plan that a person asked for by a command of its own, made from what is read under the lease. */
    public RunResult intervene(
            PlanScope scope,
            RunIdentity identity,
            Function<Observation, Plan> intervention,
            Consumer<RunEvent> events,
            Cancellation cancellation) {
        return underLease(LeaseScopes.of(project, scope), identity, events, journal -> {
            Plan plan = intervention.apply(observe(scope, events));
            events.accept(new RunEvent.Planned(plan.now(), plan));
            return run(plan, identity, journal, events, cancellation);
        });
    }

    /** Records what somebody said about stages. */
    public void approve(List<ApprovalRecord> words, RunIdentity identity) {
        List<String> scopes = words.stream()
                .map(word -> LeaseScope.of(project.name(), word.key()))
                .toList();
        underLease(scopes, identity, event -> {}, journal -> {
            journal.append(words.stream().map(journal::word).toList());
            return words;
        });
    }

    private RunResult run(
            Plan plan, RunIdentity identity, Journal journal, Consumer<RunEvent> events, Cancellation cancellation) {
        Clock clock = ports.host().clock();
        if (plan.due().isEmpty()) {
            RunResult nothing = new RunResult(plan, 0, 0, 0, 0, 0, cancellation.isRequested());
            events.accept(new RunEvent.Ended(clock.instant(), nothing));
            return nothing;
        }
        Preflight.check(plan, ports);
        String digest = PlanFile.digest(plan);
        journal.carriesOut(digest);
        // Every task appends its own beginning before its first call, so this is as durable as it has to be.
        journal.appendWithNext(journal.facts(
                EntryKind.RUN_STARTED,
                Map.of(
                        "plan", digest,
                        "commit", identity.commit(),
                        "url", identity.url(),
                        "environments", plan.environments(),
                        "changes", plan.due().size())));
        int tasks =
                plan.due().stream().mapToInt(change -> change.tasks().size()).sum();
        events.accept(new RunEvent.Started(clock.instant(), identity.run(), journal.token(), tasks));
        RunResult result = new Runner(project, ports, specs, journal, executor, events, cancellation).run(plan);
        events.accept(new RunEvent.Ended(clock.instant(), result));
        return result;
    }

    private <T> T underLease(
            List<String> scopes, RunIdentity identity, Consumer<RunEvent> events, Function<Journal, T> body) {
        Ledger ledger = ports.ledger();
        Lease.Holder holder =
                new Lease.Holder(identity.run(), identity.actor(), identity.url(), identity.commit(), "", "");
        Lease taken = ledger.acquire(scopes, holder, lease);
        Journal journal = new Journal(
                project.name(), ledger, taken, identity, ports.host().clock(), ports.redaction());
        ScheduledFuture<?> renewal = renewals == null
                ? null
                : renewals.scheduleAtFixedRate(
                        () -> journal.renew("", lease),
                        lease.toMillis() / RENEWALS,
                        lease.toMillis() / RENEWALS,
                        TimeUnit.MILLISECONDS);
        try {
            new Settler(project, ports, journal, events).settle(ledger);
            return body.apply(journal);
        } finally {
            if (renewal != null) {
                renewal.cancel(false);
            }
            journal.release();
        }
    }

    private static RefusedException refusal(Plan plan) {
        Refusal first = plan.refusals().get(0);
        int more = plan.refusals().size() - 1;
        return new RefusedException(
                first.key() + ": " + first.reason() + (more == 0 ? "" : " (and " + more + " more)"), first.remedy());
    }
}
