// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.Suggestion;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.Entry;
import dev.flagctl.port.Ledger;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.history.HistoryViews;
import dev.flagctl.report.history.VerificationView;
import dev.flagctl.run.LedgerCopy;
import dev.flagctl.run.Pruning;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works on the ledger as a whole: copies it into another one, or drops the evidence of old entries. */
final class LedgerCommand implements Command {

    private static final String COPY = "copy";
    private static final String PRUNE = "prune";
    private static final int CHUNK = 1000;
    private static final long TOLD_EVERY = 100_000;

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.LEDGER)
                .arguments(
                        "copy|prune",
                        "1",
                        "What to do: copy it into another ledger, or drop the evidence of old entries from it.")
                .argumentWords(List.of(COPY, PRUNE))
                .value(
                        "FILE|URL",
                        "The other ledger: a file for SQLite, or the address of a PostgreSQL, which may be"
                                + " a reference such as ${env:NEW_LEDGER}.",
                        "--to")
                .value("NAME", "Schema in that PostgreSQL. Without it: flagctl.", "--schema")
                .value(
                        "TIME",
                        "Drop the evidence of entries from before this: 400d (ago), 2026-10-01 (UTC) or"
                                + " 2026-10-01T12:00Z.",
                        "--older-than")
                .example(
                        "flagctl ledger copy --to='${env:NEW_LEDGER}' --schema=flagctl_shop",
                        "from the file into PostgreSQL")
                .example("flagctl ledger copy --to=.flagctl/ledger.db", "and back")
                .example(
                        "flagctl ledger prune --older-than=400d",
                        "decisions stay, the counts behind them go; history verify still holds")
                .ends(
                        ExitCode.FAILED,
                        ExitCode.MANIFEST_INVALID,
                        ExitCode.REFUSED,
                        ExitCode.LOCKED,
                        ExitCode.UNREACHABLE);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        if (arguments.rest().equals(List.of(PRUNE))) {
            return prune(arguments, session);
        }
        if (!arguments.rest().equals(List.of(COPY))) {
            throw new UsageException(
                    "flagctl ledger can copy and prune, but not \""
                            + arguments.rest().get(0) + "\"",
                    Suggestion.nearest(arguments.rest().get(0), List.of(COPY, PRUNE)));
        }
        if (arguments.value("--older-than").isPresent()) {
            throw new UsageException("--older-than is of flagctl ledger prune; a copy is of the whole ledger");
        }
        String to = arguments
                .value("--to")
                .orElseThrow(() -> new UsageException("--to must name a file, or the address of a PostgreSQL"));
        try (Workspace workspace = Workspace.open(session)) {
            AdapterSpec spec = spec(to, arguments);
            session.hide(workspace.ports().redaction(spec));
            try (Ledger target = workspace.ports().ledger(spec)) {
                return copy(workspace, target, session);
            }
        }
    }

    private static ExitCode prune(Arguments arguments, Session session) {
        Instant now = session.surroundings().clock().instant();
        Instant before = arguments
                .value("--older-than")
                .map(word -> TimeWord.of("--older-than", word, now).truncatedTo(ChronoUnit.SECONDS))
                .orElseThrow(() -> new UsageException("--older-than must say which evidence to drop, such as 400d"));
        if (arguments.value("--to").isPresent() || arguments.value("--schema").isPresent()) {
            throw new UsageException(
                    "--to and --schema are of flagctl ledger copy; prune works on the ledger of the project");
        }
        if (before.isAfter(now)) {
            throw new UsageException("--older-than is a time that has passed, and " + before + " is to come");
        }
        try (Workspace workspace = Workspace.open(session)) {
            Pruning pruning = new Pruning(
                    workspace.ports().ledger(),
                    workspace.project().name(),
                    workspace.identity(),
                    session.surroundings().clock());
            Optional<Entry> recorded = pruning.prune(before);
            session.print(recorded.map(
                            entry -> "pruned " + HistoryViews.why(entry) + "; this is entry " + entry.serial() + "\n")
                    .orElse("no entry from before " + before + " has evidence that could be dropped\n"));
        }
        return ExitCode.DONE;
    }

    private static ExitCode copy(Workspace workspace, Ledger target, Session session) {
        LedgerCopy copy = new LedgerCopy(
                workspace.ports().ledger(), target, workspace.project().name(), workspace.identity(), CHUNK);
        Ledger.Verification found = copy.copy(done -> {
            if (done % TOLD_EVERY == 0) {
                session.say(Numbers.count(done) + " entries copied\n");
            }
        });
        session.print(new VerificationView(session.outLooks()).text(found));
        if (!found.problems().isEmpty()) {
            return ExitCode.FAILED;
        }
        session.say("name it in spec.ledger before the next apply; until then run this again to copy what is new\n");
        return ExitCode.DONE;
    }

    private static AdapterSpec spec(String to, Arguments arguments) {
        boolean isFile = !to.startsWith("postgres") && !to.startsWith("jdbc:") && !to.startsWith("${");
        if (isFile && arguments.value("--schema").isPresent()) {
            throw new UsageException("--schema is of a PostgreSQL, and --to names the file " + to);
        }
        if (isFile) {
            return new AdapterSpec("--to", "sqlite", Map.of("path", to), SourceRef.NONE);
        }
        String schema = arguments.value("--schema").orElse("flagctl");
        return new AdapterSpec("--to", "postgres", Map.of("url", to, "schema", schema), SourceRef.NONE);
    }
}
