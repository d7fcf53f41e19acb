// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryQuery;
import dev.flagctl.port.Ledger;
import dev.flagctl.report.Format;
import dev.flagctl.report.history.HistoryViews;
import dev.flagctl.report.history.VerificationText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what was decided and done, by whom and why, and proves that no entry was altered. */
final class HistoryCommand implements Command {

    private static final String VERIFY = "verify";
    private static final int LIMIT = 50;

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.HISTORY)
                .arguments(
                        "FEATURE|verify",
                        "0..*",
                        "Features whose history is meant, or verify to check the whole ledger.")
                .values("ENV", "Environment; may be repeated. Without it: all.", "-e", "--environment")
                .value("N", "Show at most this many entries, the newest; 0 for all. Without it: 50.", "--limit")
                .flag("Show the bookkeeping of runs too: begun tasks, specs, runs.", "--all")
                .formats(Format.TEXT, Format.SHORT, Format.JSON, Format.JSONL)
                .example("flagctl history checkout-redesign", "its life so far")
                .example("flagctl history verify", "1 when an entry was altered, removed or inserted")
                .ends(ExitCode.FAILED, ExitCode.MANIFEST_INVALID, ExitCode.UNREACHABLE);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        try (Workspace workspace = Workspace.open(session)) {
            Ledger ledger = workspace.ports().ledger();
            if (arguments.rest().equals(List.of(VERIFY))) {
                Ledger.Verification verification = ledger.verify();
                session.print(new VerificationText(session.outLooks()).render(verification));
                return verification.problems().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
            }
            List<Entry> entries = entries(arguments, ledger);
            session.print(HistoryViews.of(session.format(), session.outLooks())
                    .render(entries, session.surroundings().clock().instant()));
            return ExitCode.DONE;
        }
    }

    private static List<Entry> entries(Arguments arguments, Ledger ledger) {
        int limit = limit(arguments);
        List<String> features = orAll(arguments.rest());
        List<String> environments = orAll(arguments.values("--environment"));
        List<Entry> entries = new ArrayList<>();
        for (String feature : features) {
            for (String environment : environments) {
                entries.addAll(ledger.entries(query(feature, environment, limit)));
            }
        }
        if (!arguments.has("--all")) {
            entries.removeIf(HistoryCommand::isBookkeeping);
        }
        entries.sort(Comparator.comparingLong(Entry::serial));
        return entries.subList(Math.max(0, entries.size() - limit), entries.size());
    }

    /** What a later entry says again in its own words. */
    static boolean isBookkeeping(Entry entry) {
        return switch (entry.draft().kind()) {
            case RUN_STARTED, RUN_ENDED, TASK_STARTED, SPEC -> true;
            case TASK_DONE, TASK_FAILED, DECISION, ADOPTED, DATA, APPROVED, REJECTED, UNLOCKED -> false;
        };
    }

    private static EntryQuery query(String feature, String environment, int limit) {
        int asked = limit > Integer.MAX_VALUE / 4 ? Integer.MAX_VALUE : limit * 4;
        return new EntryQuery(nullIfEmpty(feature), nullIfEmpty(environment), null, 0, asked);
    }

    private static @Nullable String nullIfEmpty(String word) {
        return word.isEmpty() ? null : word;
    }

    private static List<String> orAll(List<String> words) {
        return words.isEmpty() ? List.of("") : words;
    }

    private static int limit(Arguments arguments) {
        String word = arguments.value("--limit").orElse(String.valueOf(LIMIT));
        try {
            int limit = Integer.parseInt(word);
            if (limit >= 0) {
                return limit == 0 ? Integer.MAX_VALUE : limit;
            }
        } catch (NumberFormatException e) {
            // Said below, the same as for a negative number.
        }
        throw new UsageException("--limit must be a whole number from 0 on, but is \"" + word + "\"");
    }
}
