// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.plan.Plan;
import dev.flagctl.report.Format;
import dev.flagctl.report.plan.PlanCover;
import dev.flagctl.report.plan.PlanReports;
import dev.flagctl.report.plan.PlanViews;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Shows what would happen now and later; writes nothing but the plan file. */
final class PlanCommand implements Command {

    @Override
    public CommandForm form() {
        return Reports.option(Selection.options(CommandForm.of(Subcommand.PLAN)), PlanReports.KINDS)
                .arguments("FEATURE", "0..*", "Features to look at; all when none is named.")
                .flag(
                        "Show only what moved outside flagctl; with -o text or json, and never with --out.",
                        "--drift-only")
                .value("FILE", "Save the plan, for review and for flagctl apply FILE.", "--out")
                .value("FILE", "With --out: sign the plan with the Ed25519 private key in this PEM file.", "--sign")
                .flag("Allow edits that bucket exposed users anew.", "--allow-rebucketing")
                .flag("End with 2 when changes are due and 3 when something holds.", "--detailed-exitcode")
                .formats(
                        Format.TEXT,
                        Format.SHORT,
                        Format.JSON,
                        Format.JSONL,
                        Format.MARKDOWN,
                        Format.HTML,
                        Format.SARIF,
                        Format.GITHUB)
                .example("flagctl plan", "every environment")
                .example("flagctl plan -e production --out production.plan", "to be reviewed and applied as it is")
                .example("flagctl plan -o markdown > comment.md", "for a pull request")
                .ends(
                        ExitCode.CHANGES_PENDING,
                        ExitCode.HOLDING,
                        ExitCode.MANIFEST_INVALID,
                        ExitCode.REFUSED,
                        ExitCode.UNREACHABLE);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        if (arguments.value("--sign").isPresent() && arguments.value("--out").isEmpty()) {
            throw new UsageException("--sign goes with --out only: there is no file to sign");
        }
        try (Workspace workspace = Workspace.open(session)) {
            Clock clock = session.surroundings().clock();
            Selection selection = new Selection(workspace, session, arguments, arguments.rest());
            if (arguments.has("--drift-only")) {
                return new DriftLook(workspace, selection).show(arguments, session);
            }
            Instant start = clock.instant();
            Plan plan = workspace.tick().plan(selection.scope(), event -> {});
            Duration read = Duration.between(start, clock.instant());
            Path file = arguments.value("--out").map(GlobalOptions::path).orElse(null);
            Path key = arguments
                    .value("--sign")
                    .map(name -> session.root().resolve(GlobalOptions.path(name)))
                    .orElse(null);
            if (file != null && plan.refusals().isEmpty()) {
                PlanFiles.save(
                        session.root().resolve(file), plan, workspace.ports().ledger(), key);
            }
            PlanCover cover = new Covers(workspace, selection).of(plan, read, file);
            session.print(PlanViews.of(session.format(), session.outLooks()).render(plan, cover));
            new GithubJob(session).write(plan, cover);
            Reports.write(
                    arguments,
                    session,
                    PlanReports.KINDS,
                    kind -> PlanReports.of(kind).render(plan, cover));
            return exitCode(plan, arguments.has("--detailed-exitcode"));
        }
    }

    static ExitCode exitCode(Plan plan, boolean detailed) {
        if (!plan.refusals().isEmpty()) {
            return ExitCode.REFUSED;
        }
        if (!detailed) {
            return ExitCode.DONE;
        }
        if (!plan.due().isEmpty()) {
            return ExitCode.CHANGES_PENDING;
        }
        return plan.changes().stream().anyMatch(change -> change.holds()) ? ExitCode.HOLDING : ExitCode.DONE;
    }
}
