// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.codec.PlanFile;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Page;
import dev.flagctl.report.Spans;
import dev.flagctl.report.Symbol;
import dev.flagctl.report.plan.Motion;
import dev.flagctl.run.RunEvent;
import java.time.Instant;
import java.util.function.Consumer;

/** A run in a log: each line has its time and stands alone; holds are one line, and the account comes last. */
final class PlainRunView implements RunView {

    private static final int WORDS = 33;

    private final Looks looks;
    private final Consumer<String> out;
    private final RunAccount account = new RunAccount();
    private String saidOfHolds = "";
    private boolean hasWaited;

    PlainRunView(Looks looks, Consumer<String> out) {
        this.looks = looks;
        this.out = out;
    }

    @Override
    public synchronized void accept(RunEvent event) {
        account.add(event);
        switch (event.kind()) {
            case SETTLED -> {
                RunEvent.Settled settled = (RunEvent.Settled) event;
                line(event.time(), "settled  " + settled.key().feature() + ": " + settled.outcome());
            }
            case STARTED -> started((RunEvent.Started) event);
            case TASK_DONE -> done((RunEvent.TaskDone) event);
            case TASK_FAILED -> {
                RunEvent.TaskFailed failed = (RunEvent.TaskFailed) event;
                String what = TaskText.purpose(failed.task(), failed.change());
                Page page = begin(event.time())
                        .add(Symbol.FAILED)
                        .add(" " + failed.change().key().feature());
                say(page.to(WORDS).add(what + ": " + failed.why()).end());
            }
            case CLIENTS -> line(event.time(), ClientsText.of((RunEvent.Clients) event));
            case WAITING -> waiting((RunEvent.Waiting) event);
            case ENDED -> holds(event.time());
            case MEASURED, PLANNED, TASK_STARTED, TASK_SKIPPED -> {
                // What is not tried is named once, in the account at the end.
            }
        }
    }

    @Override
    public synchronized void aside(String line) {
        out.accept(looks.say(line) + "\n");
    }

    @Override
    public synchronized void heartbeat(Instant now) {
        Plan plan = account.plan();
        Instant next = plan == null ? null : NextDue.after(plan);
        line(now, "..  " + account.done() + " done" + (next == null ? "" : ", next due " + new Moments(now).of(next)));
    }

    @Override
    public synchronized void end(Instant now, int exitCode) {
        if (!account.hasRun()) {
            return;
        }
        if (account.failed().isEmpty() && account.skipped().isEmpty()) {
            Plan plan = account.plan();
            Instant next = plan == null ? null : NextDue.after(plan);
            say(begin(now)
                    .add(isSound(exitCode) ? Symbol.DONE : Symbol.FAILED)
                    .add(" " + account.done() + " done, 0 failed, 0 not tried, "
                            + (account.rolledBack() == 0 ? "" : account.rolledBack() + " rolled back, ")
                            + account.holds().size() + " hold; "
                            + (next == null ? "" : "next due " + new Moments(now).of(next) + "; ") + "exit " + exitCode)
                    .end());
            return;
        }
        Page page = new Page(looks);
        AccountText.write(page, account, now, exitCode);
        say(page);
    }

    /** Once is enough: from now on one heartbeat a minute says that the run is alive. */
    private void waiting(RunEvent.Waiting event) {
        if (!hasWaited) {
            line(event.time(), "..  waiting until " + new Moments(event.time()).of(event.until()));
            hasWaited = true;
        }
    }

    /** A later round says nothing of holds that are as they were. */
    private void holds(Instant time) {
        String same = HoldsLine.identity(account.holds());
        if (!same.equals(saidOfHolds)) {
            saidOfHolds = same;
            if (!same.isEmpty()) {
                line(time, HoldsLine.of(account.holds(), time));
            }
        }
    }

    /** What is due, holds or was rolled back is told by words; a refusal or a bug must not look like a success. */
    private static boolean isSound(int exitCode) {
        return exitCode == 0 || (exitCode >= 2 && exitCode <= 4);
    }

    private void started(RunEvent.Started event) {
        Plan plan = account.plan();
        String about = plan == null
                ? ""
                : "plan " + PlanFile.digest(plan).substring(0, 8) + "  env=" + String.join(",", plan.environments());
        line(
                event.time(),
                about + "  run=" + event.run() + "  lock=held token=" + event.token() + "  tasks=" + event.tasks());
    }

    private void done(RunEvent.TaskDone event) {
        Change change = event.change();
        boolean main = RunAccount.changesSomething(event.task());
        Page page = begin(event.time());
        if (main) {
            page.add(Motion.symbol(change)).add("  ");
        } else {
            page.add(Symbol.DONE).add(" ");
        }
        page.add(change.key().feature()).to(WORDS);
        page.add(main ? TaskText.done(change) : TaskText.purpose(event.task(), change));
        say(page.right(Spans.took(event.took()) + "  [" + event.done() + "/" + event.total() + "]")
                .end());
        if (main && change.decision().kind() == DecisionKind.ROLL_BACK) {
            RollbackText.of(change, event.time())
                    .forEach((word, text) -> say(begin(event.time())
                            .add("   " + word)
                            .to(WORDS)
                            .add(text)
                            .end()));
        }
    }

    private void line(Instant time, String words) {
        say(begin(time).add(words).end());
    }

    private Page begin(Instant time) {
        return new Page(looks).add(Moments.seconds(time) + "  ");
    }

    private void say(Page page) {
        out.accept(page.toString());
    }
}
