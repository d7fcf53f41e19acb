// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.SavedPlan;
import dev.flagctl.report.Format;
import dev.flagctl.report.run.RunReport;
import dev.flagctl.run.Cancellation;
import dev.flagctl.run.NextTick;
import dev.flagctl.run.RunEvent;
import dev.flagctl.run.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does what is due, once or until a person is needed. */
final class ApplyCommand implements Command {

    @Override
    public CommandForm form() {
        return Reports.option(Selection.options(CommandForm.of(Subcommand.APPLY)), RunReport.KINDS)
                .arguments(
                        "PLAN",
                        "0..1",
                        "Plan file: do what it says, refuse when the world moved. Without it: plan, show, ask.")
                .flag("Do not ask, whatever is due and wherever.", "--auto-approve")
                .values(
                        "FEATURE",
                        "Agree, also to more exposure of this feature in protected environments; repeat it for each.",
                        "--confirm")
                .flag("Allow edits that bucket exposed users anew.", "--allow-rebucketing")
                .value(
                        "FILE",
                        "The saved plan must be signed, and this PEM file has the Ed25519 public key.",
                        "--verify-key")
                .flag("Go on, tick by tick, until a person is needed or the end is reached.", "--wait")
                .value("DURATION", "Wait this long for another run to end, such as 10m.", "--lock-timeout")
                .flag("End with 2 when changes are still due and 3 when something holds.", "--detailed-exitcode")
                .formats(Format.TEXT, Format.JSON, Format.JSONL, Format.MARKDOWN, Format.HTML)
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
        if (arguments.value("--verify-key").isPresent() && arguments.rest().isEmpty()) {
            throw new UsageException("--verify-key is of a saved plan: name its file");
        }
        try (Workspace workspace = Workspace.open(session)) {
            Cancellation cancellation = new Cancellation();
            Surroundings surroundings = session.surroundings();
            Interrupts interrupts = new Interrupts(cancellation::request, surroundings.stopNow()).listen();
            ApplyShow show = new ApplyShow(session, surroundings.clock());
            Ending ending = new Ending();
            try {
                SavedPlan saved = arguments.rest().isEmpty() ? null : saved(arguments, session, workspace);
                rounds(arguments, session, workspace, saved, show, ending, cancellation);
                ending.stopped(interrupts.exitCode());
            } catch (RuntimeException | Error failure) {
                ending.failed(failure);
                ending.stopped(interrupts.exitCode());
                session.endsAtLeastWith(ending.code());
                // A stream ends with its result also when there was nothing to run.
                show.end(arguments, ending.code());
                throw failure;
            }
            show.end(arguments, ending.code());
            return ending.code();
        }
    }

    private static void rounds(
            Arguments arguments,
            Session session,
            Workspace workspace,
            @Nullable SavedPlan saved,
            ApplyShow show,
            Ending ending,
            Cancellation cancellation) {
        if (saved != null && Selection.isAsked(arguments)) {
            throw new UsageException("a saved plan says itself which features it is about: leave the selectors out");
        }
        Selection selection = new Selection(workspace, session, arguments, List.of());
        session.tellLeftOut(selection.leftOut());
        PlanScope scope = saved == null
                ? selection.scope()
                : new PlanScope(saved.environments(), Set.of(), arguments.has("--allow-rebucketing"));
        Consent consent = new Consent(session, workspace, arguments, saved);
        Surroundings surroundings = session.surroundings();
        Waiting waiting = new Waiting(surroundings.clock(), surroundings.sleeper(), cancellation);
        Optional<Duration> patience = arguments.value("--lock-timeout").map(GlobalOptions::duration);
        // The account of a round comes as an event: one whose plan was refused ends with a refusal and not with a
        // result.
        Consumer<RunEvent> events = event -> {
            show.accept(event);
            if (event instanceof RunEvent.Ended ended) {
                ending.round(ended.result());
            }
        };
        do {
            RunResult result = waiting.patiently(
                    patience, () -> workspace.tick().apply(scope, workspace.identity(), consent, events, cancellation));
            Instant next = NextTick.of(result.plan());
            if (!arguments.has("--wait")
                    || next == null
                    || result.failed() > 0
                    || consent.isRefused()
                    || cancellation.isRequested()) {
                if (arguments.has("--detailed-exitcode")) {
                    ending.last(result);
                }
                consent.check();
                return;
            }
            show.waiting(next);
            waiting.until(next, show::beat);
        } while (!cancellation.isRequested());
    }

    private static SavedPlan saved(Arguments arguments, Session session, Workspace workspace) {
        String name = arguments.rest().get(0);
        Path key = arguments
                .value("--verify-key")
                .map(file -> session.root().resolve(GlobalOptions.path(file)))
                .orElse(null);
        SavedPlan saved = PlanFiles.read(session.root().resolve(GlobalOptions.path(name)), key);
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
        PlanFiles.requireFrom(workspace.ports().ledger(), saved, name);
        return saved;
    }
}
