// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Gate;
import dev.flagctl.model.GateKind;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Trajectory;
import dev.flagctl.plan.ApprovalRecord;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.report.Format;
import dev.flagctl.report.Page;
import java.util.ArrayList;
import java.util.List;

/** Says yes or no to a stage that waits for an approval. */
final class ApprovalCommand implements Command {

    private final Subcommand subcommand;
    private final boolean isYes;

    ApprovalCommand(Subcommand subcommand, boolean isYes) {
        this.subcommand = subcommand;
        this.isYes = isYes;
    }

    @Override
    public CommandForm form() {
        return CommandForm.of(subcommand)
                .arguments("FEATURE", "1", "Feature whose next stage is meant.")
                .values("ENV", "Environment; may be repeated. Without it: all it waits in.", "-e", "--environment")
                .value("TEXT", "Why; kept in the ledger.", "--reason")
                .formats(Format.TEXT)
                .example(
                        "flagctl " + subcommand.word() + " checkout-redesign -e production --reason \"looks good\"",
                        subcommand.purpose().toLowerCase(java.util.Locale.ROOT))
                .ends(ExitCode.MANIFEST_INVALID, ExitCode.REFUSED, ExitCode.LOCKED);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        String name = arguments.rest().get(0);
        try (Workspace workspace = Workspace.open(session)) {
            PlanScope scope = workspace.scope(arguments, List.of(name));
            Plan plan = workspace.tick().plan(scope, event -> {});
            List<ApprovalRecord> words = new ArrayList<>();
            for (Change change : plan.changes()) {
                words.addAll(words(change, workspace.feature(name), workspace, arguments));
            }
            if (words.isEmpty()) {
                throw new RefusedException(
                        name + " has no next stage that needs an approval",
                        "look at flagctl plan " + name + " for what it waits for");
            }
            workspace.tick().approve(words, workspace.identity());
            Page page = new Page(session.outLooks());
            for (ApprovalRecord word : words) {
                page.add((isYes ? "approved " : "rejected ") + word.key() + ", stage " + word.stage() + ", version "
                                + word.version() + ", for " + word.group() + ", by " + word.by())
                        .end();
            }
            session.print(page.toString());
            return ExitCode.DONE;
        }
    }

    private List<ApprovalRecord> words(Change change, Feature feature, Workspace workspace, Arguments arguments) {
        List<ApprovalRecord> words = new ArrayList<>();
        Trajectory trajectory = change.trajectory();
        int next = change.recordedBefore() == null
                ? 0
                : change.recordedBefore().position().stage() + 1;
        if (next >= trajectory.stages().size()) {
            return words;
        }
        Stage stage = trajectory.stages().get(next);
        for (Gate gate : stage.gates()) {
            if (gate.kind() == GateKind.APPROVAL) {
                words.add(new ApprovalRecord(
                        new FeatureKey(feature.name(), change.key().environment()),
                        feature.version(),
                        stage.name(),
                        ((Gate.Approval) gate).group(),
                        workspace.identity().actor(),
                        isYes,
                        arguments.value("--reason").orElse(""),
                        workspace.ports().host().clock().instant()));
            }
        }
        return words;
    }
}
