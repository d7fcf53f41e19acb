// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.diag.LockedException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.Refusal;
import dev.flagctl.port.Entry;
import dev.flagctl.port.Lease;
import dev.flagctl.port.LeaseScope;
import dev.flagctl.run.Cancellation;
import dev.flagctl.run.NextTick;
import dev.flagctl.run.OpenPorts;
import dev.flagctl.run.RunEvent;
import dev.flagctl.run.Tick;
import dev.flagctl.worker.Outcome.Result;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Looks at some features of one environment in one tick.
 *
 * <p>First without a lease, for mostly nothing is due. Only what has something to do is planned again and carried out under a lease of its own. While
 * most of what comes is due, such as at the begin of many rollouts, the first is left out.
 */
final class BatchTicks implements Isolation.Looks {

    private final WorkerTerms terms;
    private final WorkerSettings settings;
    private final Edition edition;
    private final FeatureParts parts;
    private final OpenPorts ports;
    private final Executor executor;
    private final ScheduledExecutorService renewals;
    private final Cancellation cancellation;
    private volatile boolean mostWereDue;

    BatchTicks(
            WorkerTerms terms,
            WorkerSettings settings,
            Edition edition,
            OpenPorts ports,
            Executor executor,
            ScheduledExecutorService renewals,
            Cancellation cancellation) {
        this.terms = terms;
        this.settings = settings;
        this.edition = edition;
        this.parts = new FeatureParts(edition.features(), terms.clock());
        this.ports = ports;
        this.executor = executor;
        this.renewals = renewals;
        this.cancellation = cancellation;
    }

    @Override
    public void look(String environment, Set<String> features, Map<String, Outcome> outcomes) {
        Set<String> known = parts.known(features, environment);
        // A row whose manifest is gone is kept: another worker may have read the manifest that brings it back.
        features.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> outcomes.put(name, new Outcome(idle(), Result.NOTHING)));
        if (!known.isEmpty() && (!mostWereDue || !carryOutAtOnce(environment, known, outcomes))) {
            lookFirst(environment, known, outcomes);
        }
    }

    /**
     * Carries a batch out without a look before it: while most of what comes is due, that look would only be done again under the lease.
     *
     * @return false when somebody holds one of the features or a manifest is refused, which only a look tells apart
     */
    private boolean carryOutAtOnce(String environment, Set<String> features, Map<String, Outcome> outcomes) {
        if (!locked(environment, features).isEmpty()) {
            return false;
        }
        try {
            mostWereDue = carryOut(environment, features, outcomes) * 2 > features.size();
            return true;
        } catch (LockedException | RefusedException e) {
            mostWereDue = false;
            return false;
        }
    }

    private void lookFirst(String environment, Set<String> features, Map<String, Outcome> outcomes) {
        Plan plan = tick(features).plan(scope(environment, features), event -> {});
        Set<String> due = new HashSet<>();
        plan.due().forEach(change -> due.add(change.key().feature()));
        due.addAll(leftOpen(environment, features));
        outcomes.putAll(outcomes(plan, Result.NOTHING, Map.of()));
        for (String locked : locked(environment, due)) {
            due.remove(locked);
            outcomes.put(locked, new Outcome(soon(), Result.LOCKED));
        }
        for (String refused : refused(plan)) {
            boolean takesBack =
                    due.remove(refused) && !plan.onlyTakingBack().due().isEmpty();
            outcomes.put(refused, new Outcome(idle(), Result.REFUSED));
            if (takesBack) {
                takeBack(environment, refused, outcomes);
            }
        }
        mostWereDue = due.size() * 2 > features.size();
        if (!due.isEmpty()) {
            carryOut(environment, due, outcomes);
        }
    }

    /** One bad edit must not keep the feature from being taken back, nor the rest of the batch from its work. */
    private void takeBack(String environment, String feature, Map<String, Outcome> outcomes) {
        try {
            carryOut(environment, Set.of(feature), outcomes);
        } catch (RefusedException e) {
            outcomes.put(feature, new Outcome(soon(), Result.REFUSED));
        }
    }

    /** Returns how many of the features had something due. */
    private int carryOut(String environment, Set<String> due, Map<String, Outcome> outcomes) {
        Map<String, String> failed = new ConcurrentHashMap<>();
        Consumer<RunEvent> view = terms.views().get();
        Plan done = tick(due)
                .apply(
                        scope(environment, due),
                        terms.identity(),
                        plan -> plan,
                        event -> {
                            if (event instanceof RunEvent.TaskFailed task) {
                                failed.put(task.change().key().feature(), task.why());
                            }
                            view.accept(event);
                        },
                        cancellation)
                .plan();
        Set<String> moved = new HashSet<>();
        done.due().forEach(change -> moved.add(change.key().feature()));
        outcomes(done, Result.DONE, failed)
                .forEach((name, outcome) -> outcomes.put(
                        name,
                        outcome.result() == Result.DONE && !moved.contains(name)
                                ? new Outcome(outcome.next(), Result.NOTHING)
                                : outcome));
        return moved.size();
    }

    private Map<String, Outcome> outcomes(Plan plan, Result result, Map<String, String> failed) {
        Map<String, Outcome> outcomes = new HashMap<>();
        for (Change change : plan.changes()) {
            String name = change.key().feature();
            Instant next = NextTick.of(change, plan.now());
            String why = failed.get(name);
            outcomes.put(
                    name,
                    why == null
                            ? new Outcome(next == null ? idle() : next, result)
                            : new Outcome(soon(), Result.FAILED, why));
        }
        return outcomes;
    }

    /** What a worker that died has begun is settled under a lease, also where nothing else is due. */
    private Set<String> leftOpen(String environment, Set<String> features) {
        Set<String> open = new HashSet<>();
        for (Entry entry : ports.ledger().openTasks()) {
            FeatureKey key = entry.draft().key();
            if (key != null && key.environment().equals(environment) && features.contains(key.feature())) {
                open.add(key.feature());
            }
        }
        return open;
    }

    /** A feature that somebody else holds must not keep the others waiting: a lease is of all of them or of none. */
    private Set<String> locked(String environment, Set<String> due) {
        Instant now = terms.clock().instant();
        TreeSet<String> held = new TreeSet<>();
        for (Lease lease : due.isEmpty() ? List.<Lease>of() : ports.ledger().leases()) {
            if (lease.inForce(now)) {
                held.addAll(lease.scopes());
            }
        }
        Set<String> locked = new HashSet<>();
        for (String name : due) {
            String scope = LeaseScope.of(edition.project().name(), new FeatureKey(name, environment));
            if (LeaseScope.overlaps(scope, held)) {
                locked.add(name);
            }
        }
        return locked;
    }

    private static Set<String> refused(Plan plan) {
        Set<String> refused = new HashSet<>();
        for (Refusal refusal : plan.refusals()) {
            refused.add(refusal.key().feature());
        }
        return refused;
    }

    private Tick tick(Set<String> names) {
        List<Feature> part = parts.of(names);
        return new Tick(
                edition.project(),
                part,
                edition.metrics(),
                ports,
                edition.specs(),
                executor,
                renewals,
                settings.deadAfter());
    }

    private static PlanScope scope(String environment, Set<String> features) {
        return new PlanScope(List.of(environment), features, false);
    }

    private Instant soon() {
        return terms.clock().instant().plus(settings.retry());
    }

    private Instant idle() {
        return terms.clock().instant().plus(settings.idle());
    }
}
