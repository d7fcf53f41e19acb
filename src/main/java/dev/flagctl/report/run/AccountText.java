// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.TaskKind;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Page;
import dev.flagctl.report.Symbol;
import dev.flagctl.report.plan.ChangeWords;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The last lines of a run: what is done, what failed, what was not tried, what users get now, and what to do next. */
final class AccountText {

    /** Who wants more names reads the log or the ledger. */
    private static final int NAMED = 20;

    private AccountText() {}

    static void write(Page page, RunAccount account, Instant now, int exitCode) {
        boolean whole = account.failed().isEmpty() && account.skipped().isEmpty();
        page.add(whole ? Symbol.DONE : Symbol.FAILED).add(" " + counts(account) + next(account, now));
        page.right("exit " + exitCode).end();
        if (!whole) {
            done(page, account.live());
            troubles(page, Symbol.FAILED, account.failed(), "not changed");
            troubles(page, Symbol.NOT_TRIED, account.skipped(), "");
            live(page, account);
            page.line("  Next       " + again(account.plan()) + "        does only what is left");
        } else if (account.isInterrupted()) {
            page.line("  Stopped, everything recorded. Go on  " + again(account.plan()));
        }
    }

    /** Returns {@code 4 of 6 tasks done, 1 failed, 1 not tried}. */
    static String counts(RunAccount account) {
        int failed = account.failed().size();
        int skipped = account.skipped().size();
        int all = account.done() + failed + skipped;
        if (all == 0) {
            return "nothing was due";
        }
        String done = account.done() + " of " + all + (all == 1 ? " task done" : " tasks done");
        String rolledBack = account.rolledBack() == 0 ? "" : ", " + account.rolledBack() + " rolled back";
        return failed + skipped == 0
                ? done + rolledBack
                : done + ", " + failed + " failed, " + skipped + " not tried" + rolledBack;
    }

    private static String next(RunAccount account, Instant now) {
        Plan plan = account.plan();
        if (plan == null) {
            return "";
        }
        int holds = account.holds().size();
        Instant next = NextDue.after(plan);
        return (holds == 0 ? "" : " · " + holds + " hold")
                + (next == null ? "" : " · next due " + new Moments(now).of(next));
    }

    private static void done(Page page, List<Change> changes) {
        int shown = 0;
        for (Change change : changes) {
            String words = change.key().feature() + " " + ChangeWords.exposure(change);
            if (shown == NAMED) {
                break;
            }
            boolean fits = page.column() > 0 && page.column() + 6 + page.width(words) <= page.rightEdge();
            if (shown > 0 && !fits) {
                page.end();
            }
            page.add(page.column() == 0 ? "  " : "   ").add(Symbol.DONE).add(" " + words);
            shown++;
        }
        if (shown > 0) {
            page.end();
        }
        if (changes.size() > shown) {
            page.line("  and " + (changes.size() - shown) + " more");
        }
    }

    private static void troubles(Page page, Symbol symbol, List<RunAccount.Trouble> troubles, String word) {
        int shown = 0;
        for (RunAccount.Trouble trouble : troubles) {
            if (shown++ == NAMED) {
                page.line("  and " + (troubles.size() - NAMED) + " more");
                return;
            }
            boolean main = RunAccount.changesSomething(trouble.task());
            String what = main && !word.isEmpty() ? word : TaskText.purpose(trouble.task(), trouble.change());
            page.add("  ")
                    .add(symbol)
                    .add(" " + trouble.change().key().feature())
                    .to(25);
            page.wrapped(what + ": " + trouble.why()).end();
        }
    }

    private static void live(Page page, RunAccount account) {
        Set<String> open = new TreeSet<>();
        Set<String> untouched = new TreeSet<>();
        for (RunAccount.Trouble trouble : account.failed()) {
            if (trouble.task().kind() == TaskKind.WRITE_FLAG || trouble.task().kind() == TaskKind.ARCHIVE_FLAG) {
                open.add(trouble.change().key().toString());
            }
        }
        for (RunAccount.Trouble trouble : account.skipped()) {
            if (RunAccount.changesSomething(trouble.task())) {
                untouched.add(trouble.change().key().toString());
            }
        }
        page.line("  Live now   " + account.live().size() + " as planned, " + untouched.size() + " as before, "
                + open.size() + " to be read back by the next run");
    }

    private static String again(@Nullable Plan plan) {
        StringBuilder command = new StringBuilder("flagctl apply");
        if (plan != null) {
            plan.environments().forEach(environment -> command.append(" -e ").append(environment));
        }
        return command.toString();
    }
}
