// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.plan.Plan;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.port.Lease;
import dev.flagctl.report.Format;
import dev.flagctl.report.status.StatusCover;
import dev.flagctl.report.status.StatusViews;
import java.time.Instant;
import java.util.Optional;

/** Shows where every feature is and what comes next; writes nothing. */
final class StatusCommand implements Command {

    @Override
    public CommandForm form() {
        return Scopes.options(CommandForm.of(Subcommand.STATUS))
                .flag("Show features that are at rest too.", "--all")
                .flag("Show owner, version and since when.", "--wide")
                .formats(Format.TEXT, Format.SHORT, Format.JSON)
                .example("flagctl status -e production", "what moves, what holds, what is past its date")
                .ends(ExitCode.MANIFEST_INVALID, ExitCode.UNREACHABLE);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        try (Workspace workspace = Workspace.open(session)) {
            PlanScope scope = workspace.scope(arguments, arguments.rest());
            Plan plan = workspace.tick().plan(scope, event -> {});
            StatusCover cover = new StatusCover(
                    lock(workspace), arguments.has("--all") || !arguments.rest().isEmpty(), arguments.has("--wide"));
            session.print(StatusViews.render(session.format(), session.outLooks(), plan, cover));
            return ExitCode.DONE;
        }
    }

    private static String lock(Workspace workspace) {
        Instant now = workspace.ports().host().clock().instant();
        Optional<Lease> holder =
                workspace.ports().ledger().holder(workspace.project().name());
        return holder.map(lease -> lease.describe(now)).orElse("");
    }
}
