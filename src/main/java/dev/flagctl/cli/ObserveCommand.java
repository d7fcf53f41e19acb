// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.plan.Plan;
import dev.flagctl.report.Format;
import dev.flagctl.report.explain.ObserveView;

/** Shows what the guardrails say now, with their numbers; writes nothing. */
final class ObserveCommand implements Command {

    @Override
    public CommandForm form() {
        return Selection.options(CommandForm.of(Subcommand.OBSERVE))
                .arguments("FEATURE", "0..*", "Features to look at; all when none is named.")
                .formats(Format.TEXT, Format.JSON)
                .example("flagctl observe checkout-redesign -e production", "verdicts, evidence and a small plot")
                .ends(ExitCode.MANIFEST_INVALID, ExitCode.UNREACHABLE);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        try (Workspace workspace = Workspace.open(session)) {
            Selection selection = new Selection(workspace, session, arguments, arguments.rest());
            ObserveView view = new ObserveView(session.outLooks());
            Plan plan = workspace.tick().plan(selection.scope(), view);
            session.print(view.render(session.format(), plan, selection.leftOut()));
            session.tellLeftOut(selection.leftOut());
            return ExitCode.DONE;
        }
    }
}
