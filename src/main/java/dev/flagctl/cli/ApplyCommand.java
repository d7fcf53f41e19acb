// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.SavedPlan;
import dev.flagctl.report.Format;
import dev.flagctl.run.Cancellation;
import dev.flagctl.run.RunResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Does what is due, once or until a person is needed. */
final class ApplyCommand implements Command {

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.APPLY)
                .arguments(
                        "PLAN",
                        "0..1",
                        "Plan file: do what it says, refuse when the world moved. Without it: plan, show, ask.")
                .values("NAME", "Environment to apply; may be repeated. Without it: all.", "-e", "--environment")
                .values("NAME", "Feature to apply; may be repeated. Without it: all.", "--feature")
                .flag("Do not ask.", "--auto-approve")
                .value("FEATURE", "Answer the question for more exposure in a protected environment.", "--confirm")
                .flag("Allow edits that bucket exposed users anew.", "--allow-rebucketing")
                .flag("Go on, tick by tick, until a person is needed or the end is reached.", "--wait")
                .value("DURATION", "Wait this long for another run to end, such as 10m.", "--lock-timeout")
                .flag("End with 2 when changes are still due and 3 when something holds.", "--detailed-exitcode")
                .formats(Format.TEXT, Format.JSONL)
                .example("flagctl apply -e staging", "plan, show, ask, do")
                .example("flagctl apply production.plan", "what was reviewed, and nothing more")
                .example("flagctl apply --auto-approve", "as a scheduled job")
                .ends(
                        ExitCode.FAILED,
                        ExitCode.CHANGES_PENDING,
                        ExitCode.HOLDING,
                        ExitCode.ROLLED_BACK,
                        ExitCode.MANIFEST_INVALID,
                        ExitCode.REFUSED,
                        ExitCode.LOCKED,
                        ExitCode.UNREACHABLE,
                        ExitCode.PARTLY_APPLIED,
                        ExitCode.INTERRUPTED,
                        ExitCode.TERMINATED);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        try (Workspace workspace = Workspace.open(session)) {
            Cancellation cancellation = new Cancellation();
            Surroundings surroundings = session.surroundings();
            Interrupts interrupts = new Interrupts(cancellation::request, surroundings.stopNow()).listen();
            ApplyShow show = new ApplyShow(session, surroundings.clock());
            SavedPlan saved = null;
            try {
                saved = arguments.rest().isEmpty() ? null : saved(arguments, session, workspace);
            } catch (RuntimeException failure) {
                // A stream ends with its result also when there is nothing to run.
                show.end(Failures.exitCode(failure));
                throw failure;
            }
            PlanScope scope = saved == null
                    ? workspace.scope(arguments, List.of())
                    : new PlanScope(saved.environments(), Set.of(), arguments.has("--allow-rebucketing"));
            Consent consent = new Consent(session, workspace, arguments, saved);
            Waiting waiting = new Waiting(surroundings.clock(), surroundings.sleeper(), cancellation);
            Optional<java.time.Duration> patience =
                    arguments.value("--lock-timeout").map(GlobalOptions::duration);
            try {
                ExitCode worst = ExitCode.DONE;
                while (true) {
                    RunResult result = waiting.patiently(
                            patience,
                            () -> workspace.tick().apply(scope, workspace.identity(), consent, show, cancellation));
                    worst = worst.and(exitCode(result, interrupts));
                    Instant next = NextTick.of(result.plan());
                    if (!arguments.has("--wait") || next == null || result.failed() > 0 || cancellation.isRequested()) {
                        worst = worst.and(detail(result, arguments));
                        break;
                    }
                    show.waiting(next);
                    waiting.until(next, show::beat);
                }
                show.end(worst);
                return worst;
            } catch (RuntimeException failure) {
                show.end(Failures.exitCode(failure));
                throw failure;
            }
        }
    }

    private static SavedPlan saved(Arguments arguments, Session session, Workspace workspace) {
        String name = arguments.rest().get(0);
        SavedPlan saved = PlanFiles.read(session.root().resolve(GlobalOptions.path(name)));
        Instant now = session.surroundings().clock().instant();
        if (now.isAfter(saved.validUntil())) {
            throw new RefusedException(
                    "the plan " + name + " was valid until " + saved.validUntil(),
                    "make it anew with flagctl plan --out " + name);
        }
        if (!saved.project().equals(workspace.project().name())) {
            throw new RefusedException(
                    "the plan " + name + " is of project " + saved.project() + ", this is "
                            + workspace.project().name(),
                    "run from the folder that the plan was made in");
        }
        return saved;
    }

    private static ExitCode exitCode(RunResult result, Interrupts interrupts) {
        ExitCode code = ExitCode.DONE;
        if (result.rolledBack() > 0) {
            code = code.and(ExitCode.ROLLED_BACK);
        }
        if (result.interrupted()) {
            code = code.and(interrupts.exitCode().orElse(ExitCode.INTERRUPTED));
        }
        if (result.failed() > 0) {
            code = code.and(result.isPartial() ? ExitCode.PARTLY_APPLIED : ExitCode.FAILED);
        }
        return code;
    }

    /** Tells what is still to come after the last round; what held on the way is over. */
    private static ExitCode detail(RunResult result, Arguments arguments) {
        boolean holds = result.plan().changes().stream().anyMatch(change -> change.holds());
        return holds && arguments.has("--detailed-exitcode") ? ExitCode.HOLDING : ExitCode.DONE;
    }
}
