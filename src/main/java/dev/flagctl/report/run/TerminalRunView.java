// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.TaskKind;
import dev.flagctl.plan.codec.PlanFile;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Page;
import dev.flagctl.report.Spans;
import dev.flagctl.report.Symbol;
import dev.flagctl.run.RunEvent;
import java.time.Instant;
import java.util.function.Consumer;

/** A run on a terminal: what is done stays, one line each; what is under way is drawn anew below it. */
final class TerminalRunView implements RunView {

    private static final int WORDS = 22;

    private final Looks looks;
    private final Consumer<String> out;
    private final RunAccount account = new RunAccount();
    private final WaitingBlock waiting;
    private boolean settled;
    private int drawn;

    TerminalRunView(Looks looks, Consumer<String> out) {
        this.looks = looks;
        this.out = out;
        this.waiting = new WaitingBlock(looks);
    }

    @Override
    public synchronized void accept(RunEvent event) {
        account.add(event);
        switch (event.kind()) {
            case SETTLED -> settled((RunEvent.Settled) event);
            case MEASURED -> waiting.measured((RunEvent.Measured) event);
            case PLANNED -> waiting.planned();
            case STARTED -> started((RunEvent.Started) event);
            case TASK_DONE -> done((RunEvent.TaskDone) event);
            case TASK_FAILED -> {
                RunEvent.TaskFailed failed = (RunEvent.TaskFailed) event;
                Page line = new Page(looks)
                        .add(Symbol.FAILED)
                        .add(" " + failed.change().key().feature());
                say(line.to(WORDS)
                        .wrapped(TaskText.purpose(failed.task(), failed.change()) + ": " + failed.why())
                        .end());
            }
            case CLIENTS ->
                say(new Page(looks)
                        .add("  ")
                        .add(ClientsText.of((RunEvent.Clients) event))
                        .end());
            case WAITING -> {
                RunEvent.Waiting until = (RunEvent.Waiting) event;
                waiting.waitUntil(until.until());
                draw(waiting.render(until.time(), account));
            }
            case TASK_STARTED, TASK_SKIPPED, ENDED -> {
                // What is not tried is named once, in the account at the end.
            }
        }
    }

    @Override
    public synchronized void aside(String line) {
        erase();
        out.accept(looks.say(line) + "\n");
    }

    @Override
    public synchronized void heartbeat(Instant now) {
        if (waiting.isWaiting()) {
            draw(waiting.render(now, account));
        }
    }

    @Override
    public synchronized void end(Instant now, int exitCode) {
        draw("");
        if (account.hasRun()) {
            Page page = new Page(looks);
            AccountText.write(page, account, now, exitCode);
            say(page);
        }
    }

    private void settled(RunEvent.Settled event) {
        Page page = new Page(looks);
        if (!settled) {
            page.line("An earlier run ended without a word. Settling its open entries by reading back:");
            settled = true;
        }
        page.add("  " + event.key().feature())
                .to(WORDS)
                .wrapped(event.outcome())
                .end();
        say(page);
    }

    private void started(RunEvent.Started event) {
        Plan plan = account.plan();
        String digest = plan == null ? "" : PlanFile.digest(plan).substring(0, 8);
        say(new Page(looks)
                .add("Plan " + digest + " · run " + event.run() + " · lock held, token " + event.token())
                .end());
    }

    private void done(RunEvent.TaskDone event) {
        if (RunAccount.changesSomething(event.task())) {
            Page page = new Page(looks)
                    .add(Symbol.DONE)
                    .add(" ")
                    .add(Ink.BOLD, event.change().key().feature());
            page.to(WORDS).add(TaskText.done(event.change()));
            page.right(Spans.took(event.took())).end();
            if (event.change().decision().kind() == DecisionKind.ROLL_BACK) {
                RollbackText.of(event.change(), event.time())
                        .forEach((word, text) ->
                                page.add("    " + word).to(WORDS).wrapped(text).end());
            }
            say(page);
        } else if (event.task().kind() == TaskKind.RUN_HOOK) {
            say(new Page(looks)
                    .add(Symbol.DONE)
                    .add(" " + event.change().key().feature())
                    .to(WORDS)
                    .add(TaskText.purpose(event.task(), event.change()))
                    .right(Spans.took(event.took()))
                    .end());
        }
        if (event.done() < event.total()) {
            draw(waiting.progress(event.done(), event.total()));
        }
    }

    /** Writes lines that stay. */
    private void say(Page page) {
        erase();
        out.accept(page.toString());
    }

    /** Writes lines that the next ones take the place of. */
    private void draw(String text) {
        erase();
        if (!text.isEmpty()) {
            out.accept(text);
            drawn = (int) text.chars().filter(c -> c == '\n').count();
        }
    }

    /** Goes to the first drawn line and erases to the end of the screen (ECMA-48 CUU and ED). */
    private void erase() {
        if (drawn > 0) {
            out.accept("\u001b[" + drawn + "A\r\u001b[J");
            drawn = 0;
        }
    }
}
