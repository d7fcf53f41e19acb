// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.report.Markdown;
import dev.flagctl.run.RunEvent;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Hears what happens in a run, and tells it afterwards in every form there is: one account, many writers. Safe for several threads. */
public final class RunReport implements Consumer<RunEvent> {

    /** Every kind there is. */
    public static final List<String> KINDS = List.of("json", "markdown", "html", "junit", "gitlab-terraform", "dotenv");

    private final RunAccount account = new RunAccount();

    @Override
    public synchronized void accept(RunEvent event) {
        account.add(event);
    }

    /**
     * Returns the report of a kind.
     *
     * @param exitCode exit code of the process
     * @throws IllegalArgumentException when {@link #KINDS} lacks it
     */
    public synchronized String render(String kind, Instant now, int exitCode) {
        return switch (kind) {
            case "json" -> RunJson.render(account, now, exitCode);
            case "markdown" -> new RunMarkdown(Markdown.COMMENT).render(account, now, exitCode);
            case "html" -> RunHtml.render(account, now, exitCode);
            case "junit" -> RunJUnit.render(account, now);
            case "gitlab-terraform" -> RunOutputs.gitlab(account);
            case "dotenv" -> RunOutputs.lines(account, exitCode);
            default -> throw new IllegalArgumentException("there is no report on a run as " + kind);
        };
    }

    /** Returns the summary of a job, which has room for more than a comment. */
    public synchronized String summary(Instant now, int exitCode) {
        return new RunMarkdown(Markdown.SUMMARY).render(account, now, exitCode);
    }

    /** Returns the annotations of GitHub Actions, one command on each line; empty when nothing went wrong. */
    public synchronized String annotations() {
        return RunAnnotations.render(account);
    }
}
