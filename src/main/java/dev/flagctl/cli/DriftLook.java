// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.plan.Observation;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.Planner;
import dev.flagctl.report.drift.DriftCover;
import dev.flagctl.report.drift.DriftViews;

/** Looks at what moved outside flagctl. It reads the world and has nothing to write with: no file, no lease, no runner. */
final class DriftLook {

    private final Workspace workspace;
    private final Selection selection;

    DriftLook(Workspace workspace, Selection selection) {
        this.workspace = workspace;
        this.selection = selection;
    }

    /**
     * Shows it.
     *
     * @throws UsageException when something is asked for beside it that would write
     */
    ExitCode show(Arguments arguments, Session session) {
        if (arguments.value("--out").isPresent()
                || !arguments.values("--report").isEmpty()) {
            throw new UsageException("--drift-only writes nothing: leave --out and --report out, or plan without it");
        }
        if (!DriftViews.formats().contains(session.format())) {
            throw new UsageException("--drift-only can be shown as text or json, not as "
                    + session.format().word());
        }
        PlanScope scope = selection.scope();
        Observation world = workspace.tick().observe(scope, event -> {});
        Plan plan = new Planner(workspace.project()).plan(workspace.manifests().features(), world, scope);
        boolean told = arguments.has("--detailed-exitcode") && DriftViews.count(plan, world) > 0;
        ExitCode exitCode = told ? ExitCode.CHANGES_PENDING : ExitCode.DONE;
        DriftCover cover = new DriftCover(exitCode.code(), selection.leftOut(), suffix(arguments));
        session.print(DriftViews.render(session.format(), session.outLooks(), plan, world, cover));
        return exitCode;
    }

    private static String suffix(Arguments arguments) {
        StringBuilder text = new StringBuilder();
        arguments.values("--environment").forEach(name -> text.append(" -e ").append(name));
        return text.toString();
    }
}
