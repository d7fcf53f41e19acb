// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.ManifestException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Project;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Looks at every adapter of a project, and at its ledger, without changing anything. */
public final class Doctor {

    private final Project project;
    private final OpenPorts ports;
    private final Executor executor;

    public Doctor(Project project, OpenPorts ports, Executor executor) {
        this.project = project;
        this.ports = ports;
        this.executor = executor;
    }

    /**
     * What was found out about one adapter.
     *
     * @param adapter its name in the manifest; {@code ledger} for the ledger
     * @param type its type
     * @param environment the environment it was looked at for, empty when it does not matter
     * @param checks what was looked at, in order
     */
    public record Diagnosis(String adapter, String type, String environment, List<Check> checks) {
        public Diagnosis {
            checks = List.copyOf(checks);
        }

        /** Tells whether something will not work. */
        public boolean isFailed() {
            return checks.stream().anyMatch(check -> check.state() == Check.State.FAILED);
        }
    }

    /**
     * Looks at the ledger first, then at the adapters in the order of the manifest, all beside each other.
     *
     * @param environments names of the environments whose flag services are looked at
     */
    public List<Diagnosis> look(List<String> environments) {
        List<CompletableFuture<Diagnosis>> looking = new ArrayList<>();
        looking.add(begin("ledger", project.ledger().type(), "", this::ledger));
        project.adapters().forEach((name, spec) -> {
            List<Environment> served = environments.stream()
                    .map(each -> project.environments().get(each))
                    .filter(each -> each != null && each.flags().equals(name))
                    .toList();
            if (served.isEmpty()) {
                looking.add(begin(name, spec.type(), "", () -> checks(name)));
            }
            for (Environment environment : served) {
                looking.add(begin(name, spec.type(), environment.name(), () -> checks(name, environment)));
            }
        });
        return looking.stream().map(Futures::join).toList();
    }

    private CompletableFuture<Diagnosis> begin(
            String adapter, String type, String environment, Supplier<List<Check>> look) {
        return CompletableFuture.supplyAsync(() -> new Diagnosis(adapter, type, environment, guarded(look)), executor);
    }

    private static List<Check> guarded(Supplier<List<Check>> look) {
        try {
            return look.get();
        } catch (RefusedException e) {
            return List.of(Check.failed("settings", String.valueOf(e.getMessage()), e.remedy()));
        } catch (ManifestException e) {
            return List.of(Check.failed("settings", String.valueOf(e.getMessage()), "correct the manifest"));
        } catch (AdapterException e) {
            return List.of(Check.failed("reachable", e.sentence(), "mend that, then look again"));
        }
    }

    private List<Check> checks(String adapter) {
        AutoCloseable opened = ports.any(adapter);
        if (opened instanceof FlagService) {
            return List.of(Check.unknown("environment", "none of those looked at has its flags here"));
        }
        return opened instanceof Checkable checkable
                ? checkable.check()
                : List.of(
                        Check.ok("settings", "complete"),
                        Check.unknown("reachable", "cannot be looked at without using it"));
    }

    private List<Check> checks(String adapter, Environment environment) {
        FlagService service = ports.flagService(adapter);
        List<Check> checks = new ArrayList<>(service.check(Observer.scopeOf(project, environment)));
        for (String gap : service.capabilities().gaps()) {
            checks.add(Check.warning("gap", gap, ""));
        }
        return checks;
    }

    private List<Check> ledger() {
        Ledger ledger = ports.ledger();
        List<Check> checks = new ArrayList<>();
        if (ledger instanceof Checkable checkable) {
            checks.addAll(checkable.check());
            if (checks.stream().anyMatch(check -> check.state() == Check.State.FAILED)) {
                return checks;
            }
        }
        checks.add(Check.ok(checks.isEmpty() ? "reachable" : "entries", "serial " + ledger.serial()));
        int open = ledger.openTasks().size();
        checks.add(
                open == 0
                        ? Check.ok("tasks", "none is open")
                        : Check.warning(
                                "tasks",
                                open + " that an earlier run began and did not end",
                                "the next flagctl apply settles them"));
        Optional<Lease> lease = ledger.holder(project.name());
        checks.add(Check.ok(
                "lock",
                lease.map(each ->
                                "held by " + each.describe(ports.host().clock().instant()))
                        .orElse("free")));
        return checks;
    }
}
