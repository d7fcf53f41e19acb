// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.Suggestion;
import dev.flagctl.model.Feature;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Ledger;
import dev.flagctl.report.Format;
import dev.flagctl.report.history.HistoryViews;
import dev.flagctl.report.history.Pieces;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Shows what was decided and done, by whom and why, and proves that no entry was altered. */
final class HistoryCommand implements Command {

    static final String VERIFY = "verify";
    static final String EXPORT_HEAD = "export-head";

    @Override
    public CommandForm form() {
        CommandForm form = CommandForm.of(Subcommand.HISTORY)
                .arguments(
                        "FEATURE|verify|export-head",
                        "0..*",
                        "Features whose history is meant; or verify to check the whole ledger; or export-head to print"
                                + " its newest entry's hash, to be kept elsewhere.");
        return LedgerHead.options(HistoryFilter.options(form))
                .formats(Format.TEXT, Format.SHORT, Format.JSON, Format.JSONL, Format.CSV)
                .example("flagctl history checkout-redesign", "its life so far")
                .example("flagctl history --actor=dana --since=7d -o csv", "a week of one person, for a spreadsheet")
                .example("flagctl history verify", "1 when an entry was altered, removed or inserted")
                .example(
                        "flagctl history export-head > head.json",
                        "keep this where nobody can write who can write the ledger")
                .example("flagctl history verify --against=head.json", "1 also when the ledger was replaced or cut off")
                .ends(ExitCode.FAILED, ExitCode.MANIFEST_INVALID, ExitCode.UNREACHABLE);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        LedgerHead head = new LedgerHead(arguments, session);
        head.check();
        if (arguments.rest().equals(List.of(VERIFY))) {
            try (Workspace workspace = Workspace.open(session)) {
                return head.verify(workspace);
            }
        }
        if (arguments.rest().equals(List.of(EXPORT_HEAD))) {
            try (Workspace workspace = Workspace.open(session)) {
                return head.export(workspace);
            }
        }
        Instant now = session.surroundings().clock().instant();
        EntryFilter filter = HistoryFilter.of(arguments, now);
        try (Workspace workspace = Workspace.open(session)) {
            if (show(filter, now, workspace.ports().ledger(), session) == 0) {
                tellOfTheUnknown(arguments.rest(), workspace, session);
            }
        }
        return ExitCode.DONE;
    }

    /** Prints the entries while they are read, for there may be any number; returns how many there were. */
    private static long show(EntryFilter filter, Instant now, Ledger ledger, Session session) {
        boolean begun = filter.kinds().isEmpty() || filter.kinds().contains(EntryKind.TASK_STARTED);
        EntryFilter wanted = HistoryViews.showsEvidence(session.format()) ? filter : filter.withoutEvidence();
        AtomicLong found = new AtomicLong();
        try (Pieces out = new Pieces(session::print)) {
            HistoryViews.of(session.format(), session.outLooks(), begun)
                    .render(
                            taker -> ledger.read(wanted, entry -> {
                                found.incrementAndGet();
                                taker.accept(entry);
                            }),
                            now,
                            out);
        }
        return found.get();
    }

    /** A feature whose manifest is gone has a history all the same, so that a name which nobody knows is no error. */
    private static void tellOfTheUnknown(List<String> features, Workspace workspace, Session session) {
        for (String name : features) {
            if (!workspace.has(name)) {
                String near = Suggestion.nearest(
                        name,
                        workspace.manifests().features().stream()
                                .map(Feature::name)
                                .toList());
                session.say("no manifest has a feature \"" + name + "\""
                        + (near == null ? "" : "; did you mean " + near + "?") + "\n");
            }
        }
    }
}
