// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.ManifestException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Feature;
import dev.flagctl.plan.Intervention;
import dev.flagctl.plan.Interventions;
import dev.flagctl.plan.Observation;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.report.Format;
import dev.flagctl.report.plan.PlanViews;
import dev.flagctl.report.run.RunReport;
import dev.flagctl.run.Cancellation;
import dev.flagctl.run.PastSpecs;
import dev.flagctl.run.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a person asks for about one feature: pause, resume, rollback, kill. Less exposure needs no question but a reason. */
final class InterventionCommand implements Command {

    private final Subcommand subcommand;
    private final Intervention.Kind kind;

    InterventionCommand(Subcommand subcommand, Intervention.Kind kind) {
        this.subcommand = subcommand;
        this.kind = kind;
    }

    @Override
    public CommandForm form() {
        CommandForm form = Reports.option(CommandForm.of(subcommand), RunReport.KINDS)
                .arguments("FEATURE", "1", "Feature to act on.")
                .values(
                        "NAME",
                        "Environment to act in; may be repeated. Without it: the only one it has begun in.",
                        "-e",
                        "--environment")
                .value("TEXT", "Why; kept in the ledger and told to people.", "--reason")
                .flag("Do not ask.", "--auto-approve")
                .formats(Format.TEXT, Format.JSON, Format.JSONL, Format.MARKDOWN, Format.HTML);
        if (kind == Intervention.Kind.ROLL_BACK) {
            form.value("STAGE|VERSION", "Stage or version to go back to. Without it: the stage before.", "--to");
        }
        return form.example(
                        "flagctl " + subcommand.word() + " checkout-redesign -e production --reason \"ticket 4711\"",
                        subcommand.purpose().toLowerCase(java.util.Locale.ROOT))
                .ends(
                        ExitCode.FAILED,
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
        String name = arguments.rest().get(0);
        try (Workspace workspace = open(session, name)) {
            Optional<GoneManifest> gone = gone(name, workspace);
            PlanScope scope = gone.isPresent()
                    ? workspace.scopeOf(arguments, Set.of(name))
                    : workspace.scope(arguments, List.of(name));
            Feature feature = gone.map(GoneManifest::feature).orElseGet(() -> workspace.feature(name));
            ApplyShow show = new ApplyShow(session, session.surroundings().clock());
            Cancellation cancellation = new Cancellation();
            Interrupts interrupts =
                    new Interrupts(cancellation::request, session.surroundings().stopNow()).listen();
            RunResult result = gone.map(workspace::tickWith)
                    .orElse(workspace.tick())
                    .intervene(
                            scope,
                            workspace.identity(),
                            observation -> plan(arguments, session, workspace, feature, scope, observation),
                            show,
                            cancellation);
            Ending ending = new Ending();
            ending.round(result);
            ending.stopped(interrupts.exitCode());
            show.end(arguments, ending.code());
            return ending.code();
        }
    }

    /** Whoever takes exposure back in a hurry must not have to mend a manifest first, which may be another team's. */
    private Workspace open(Session session, String name) {
        try {
            return Workspace.open(session);
        } catch (ManifestException invalid) {
            if (kind == Intervention.Kind.RESUME) {
                throw invalid;
            }
            Workspace workspace = Workspace.ofProject(session, name).orElseThrow(() -> invalid);
            session.say("warning: the manifests are invalid (" + invalid.getMessage()
                    + "), so this is done by what the ledger knows of " + name
                    + "; flagctl validate shows what is wrong\n");
            return workspace;
        }
    }

    /** Looks into the ledger for a feature without a manifest. Such a feature can only be taken back: nothing says how it would go on. */
    private Optional<GoneManifest> gone(String name, Workspace workspace) {
        Optional<GoneManifest> gone = workspace.has(name) ? Optional.empty() : GoneManifest.find(workspace, name);
        if (gone.isPresent() && kind == Intervention.Kind.RESUME) {
            throw new RefusedException(
                    "the manifest of " + name + " is gone, so nothing says how it would go on",
                    "put the manifest back; flagctl kill " + name + " takes the feature from everybody");
        }
        return gone;
    }

    private Plan plan(
            Arguments arguments,
            Session session,
            Workspace workspace,
            Feature feature,
            PlanScope scope,
            Observation observation) {
        List<String> environments = new ArrayList<>(scope.environments());
        environments.removeIf(environment ->
                !observation.recorded().containsKey(new dev.flagctl.model.FeatureKey(feature.name(), environment)));
        if (environments.isEmpty()) {
            throw new RefusedException(
                    feature.name() + " has not begun in " + String.join(", ", scope.environments()),
                    "flagctl apply begins a feature");
        }
        if (environments.size() > 1 && arguments.values("--environment").isEmpty() && kind != Intervention.Kind.KILL) {
            throw new UsageException(feature.name() + " has begun in " + String.join(", ", environments)
                    + ": name the environment with -e");
        }
        String to =
                kind == Intervention.Kind.ROLL_BACK ? arguments.value("--to").orElse(null) : null;
        List<dev.flagctl.plan.Change> changes = new ArrayList<>();
        for (String environment : environments) {
            Feature previous = previous(workspace, feature, environment, to);
            Intervention intervention = new Intervention(
                    kind,
                    workspace.identity().actor(),
                    arguments.value("--reason").orElse("no reason given"),
                    previous == null ? to : null);
            changes.addAll(new Interventions(workspace.project())
                    .plan(intervention, feature, environment, observation, previous)
                    .changes());
        }
        Plan plan = new Plan(
                workspace.project().name(), environments, observation.now(), observation.serial(), changes, List.of());
        confirm(arguments, session, workspace, plan);
        return plan;
    }

    /** A word that is a version in the ledger means that version; anything else is the name of a stage. */
    private static @Nullable Feature previous(
            Workspace workspace, Feature feature, String environment, @Nullable String to) {
        return to == null
                ? null
                : new PastSpecs(workspace.ports().ledger(), new ManifestSpecs(workspace.manifests()))
                        .version(feature.name(), environment, to)
                        .orElse(null);
    }

    private void confirm(Arguments arguments, Session session, Workspace workspace, Plan plan) {
        if (session.format() == Format.TEXT) {
            session.show(PlanViews.of(Format.TEXT, session.outLooks())
                    .render(plan, new Covers(workspace).ofIntervention(plan)));
        }
        // A kill must not wait for an answer: every second counts, and less exposure is always safe.
        boolean asks = kind != Intervention.Kind.KILL
                && !arguments.has("--auto-approve")
                && !plan.due().isEmpty();
        if (asks && session.prompt().isPossible() && !session.prompt().confirm("Go on?")) {
            throw new RefusedException("nobody agreed", "nothing was sent");
        }
    }
}
