// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.port.Lease;
import dev.flagctl.report.Format;
import dev.flagctl.report.status.Failing;
import dev.flagctl.report.status.Locks;
import dev.flagctl.report.status.PastStatusViews;
import dev.flagctl.report.status.StatusCover;
import dev.flagctl.report.status.StatusViews;
import dev.flagctl.run.Cancellation;
import dev.flagctl.run.PastStates;
import dev.flagctl.worker.FailingWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shows where every feature is and what comes next, once or again and again; writes nothing. */
final class StatusCommand implements Command {

    private static final Duration EVERY = Duration.ofSeconds(5);

    @Override
    public CommandForm form() {
        return Selection.options(CommandForm.of(Subcommand.STATUS))
                .arguments("FEATURE", "0..*", "Features to look at; all when none is named.")
                .flag("Show features that are at rest too.", "--all")
                .flag("Show owner, version and since when; the same as -o wide.", "--wide")
                .flag("Show it anew every 5 seconds until Ctrl-C; on a terminal only.", "--watch")
                .value(
                        "TIME",
                        "Show what was recorded before a time instead: 2026-10-01 (UTC), 2026-10-01T12:00Z, or 7d for"
                                + " a week ago. Only the ledger is asked.",
                        "--at")
                .formats(Format.TEXT, Format.SHORT, Format.JSON)
                .formatName("wide", Format.TEXT)
                .formatName("name", Format.SHORT)
                .example("flagctl status -e production", "what moves, what holds, what is past its date")
                .example("flagctl status --owner=team-search -o name", "only the names, for a script")
                .example("flagctl status --at=2026-10-01 --all", "how everything stood when that day began")
                .ends(ExitCode.MANIFEST_INVALID, ExitCode.UNREACHABLE, ExitCode.INTERRUPTED);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        boolean watch = arguments.has("--watch");
        if (watch && !session.surroundings().tty().out()) {
            throw new UsageException("--watch needs a terminal; without one run flagctl status again and again");
        }
        Optional<Instant> at = at(arguments, session.surroundings().clock().instant());
        if (watch && at.isPresent()) {
            throw new UsageException("--watch looks at what is now, and --at at what was: name one of them");
        }
        try (Workspace workspace = Workspace.open(session)) {
            if (at.isPresent()) {
                session.print(past(at.get(), workspace, arguments, session));
                return ExitCode.DONE;
            }
            if (watch) {
                return watch(workspace, arguments, session);
            }
            session.print(text(workspace, arguments, session));
            return ExitCode.DONE;
        }
    }

    private static ExitCode watch(Workspace workspace, Arguments arguments, Session session) {
        Surroundings surroundings = session.surroundings();
        Cancellation cancellation = new Cancellation();
        Interrupts interrupts = new Interrupts(cancellation::request, surroundings.stopNow()).listen();
        Clock clock = surroundings.clock();
        Waiting waiting = new Waiting(clock, surroundings.sleeper(), cancellation);
        while (!cancellation.isRequested()) {
            session.show(StatusViews.anew(text(workspace, arguments, session)));
            waiting.until(clock.instant().plus(EVERY), () -> {});
        }
        return interrupts.exitCode().orElse(ExitCode.INTERRUPTED);
    }

    private static Optional<Instant> at(Arguments arguments, Instant now) {
        Optional<Instant> at = arguments
                .value("--at")
                .map(word -> TimeWord.of("--at", word, now).truncatedTo(ChronoUnit.SECONDS));
        if (at.isPresent() && at.get().isAfter(now)) {
            throw new UsageException("--at is a time to look back to, and " + at.get() + " is to come");
        }
        return at;
    }

    /** A feature that is named need not have a manifest any more. */
    private static String past(Instant at, Workspace workspace, Arguments arguments, Session session) {
        PlanScope scope = arguments.rest().isEmpty()
                ? new Selection(workspace, session, arguments, List.of()).scope()
                : workspace.scopeOf(arguments, Set.copyOf(arguments.rest()));
        boolean all = arguments.has("--all") || !arguments.rest().isEmpty();
        return new PastStatusViews(session.outLooks(), at, isWide(arguments))
                .render(
                        session.format(),
                        workspace.project().name(),
                        new PastStates(workspace.ports().ledger()).before(at, scope),
                        all);
    }

    private static boolean isWide(Arguments arguments) {
        return arguments.has("--wide")
                || arguments.value("--format").filter("wide"::equals).isPresent();
    }

    private static String text(Workspace workspace, Arguments arguments, Session session) {
        Selection selection = new Selection(workspace, session, arguments, arguments.rest());
        Plan plan = workspace.tick().plan(selection.scope(), event -> {});
        boolean all = arguments.has("--all") || !arguments.rest().isEmpty();
        StatusCover cover = new StatusCover(
                locks(workspace), all, isWide(arguments), selection.leftOut(), failing(workspace, session, plan));
        return StatusViews.render(session.format(), session.outLooks(), plan, cover);
    }

    /** A feature at which workers fail again and again stands still without a word of its own: the ledger has nothing new to say of it. */
    private static List<Failing> failing(Workspace workspace, Session session, Plan plan) {
        AdapterSpec ledger = workspace.project().ledger();
        if (!WorkDatabases.isOne(ledger)) {
            return List.of();
        }
        Set<FeatureKey> shown = new HashSet<>();
        plan.changes().forEach(change -> shown.add(change.key()));
        List<Failing> failing = new ArrayList<>();
        for (FailingWork each : FailingWork.in(WorkDatabases.of(ledger, session))) {
            if (shown.contains(each.key())) {
                failing.add(new Failing(each.key(), each.times(), each.last(), each.why()));
            }
        }
        return failing;
    }

    private static Locks locks(Workspace workspace) {
        Instant now = workspace.ports().host().clock().instant();
        List<String> held = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (Lease lease : workspace.ports().ledger().leases()) {
            String part = lease.covers(workspace.project().name()) ? "" : lease.scope() + ": ";
            (lease.inForce(now) ? held : silent).add(part + lease.describe(now) + ", token " + lease.token());
        }
        return new Locks(held, silent);
    }
}
