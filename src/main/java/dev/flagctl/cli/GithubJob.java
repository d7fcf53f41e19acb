// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.plan.Plan;
import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import dev.flagctl.report.plan.PlanCover;
import dev.flagctl.report.plan.PlanOutputs;
import dev.flagctl.report.plan.PlanViews;
import dev.flagctl.report.run.RunReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Tells GitHub Actions what it shows beside the log: annotations, and where the runner names files for them the summary and the outputs of a step.
 *
 * <p>Annotations go to standard error: the runner reads both streams, and a plan in a file has none in it. The files are those of the runner's {@code GITHUB_STEP_SUMMARY} and {@code GITHUB_OUTPUT}; both are appended to.
 */
final class GithubJob {

    private final Session session;

    GithubJob(Session session) {
        this.session = session;
    }

    void write(Plan plan, PlanCover cover) {
        if (annotates()) {
            annotate(PlanViews.of(Format.GITHUB, Looks.PLAIN).render(plan, cover));
        }
        append("GITHUB_STEP_SUMMARY", () -> PlanViews.summary().render(plan, cover));
        append("GITHUB_OUTPUT", () -> PlanOutputs.lines(plan, cover));
    }

    /** Tells whether annotations are wished and were not asked for anyway. */
    boolean annotates() {
        boolean isThere = session.surroundings().variable("GITHUB_ACTIONS").equals("true");
        return isThere && session.tellsHost() && session.format() != Format.GITHUB;
    }

    /**
     * Writes annotations.
     *
     * @param commands workflow commands, each with its line end
     */
    void annotate(String commands) {
        session.say(commands);
    }

    /** Writes what the host shows of a run, and what later steps want to know of it. */
    void end(RunReport report, Instant now, ExitCode exitCode) {
        if (annotates()) {
            annotate(report.annotations());
        }
        append("GITHUB_STEP_SUMMARY", () -> report.summary(now, exitCode.code()));
        append("GITHUB_OUTPUT", () -> report.render("dotenv", now, exitCode.code()));
    }

    private void append(String variable, Supplier<String> text) {
        String name = session.surroundings().variable(variable);
        if (name.isEmpty() || !session.tellsHost()) {
            return;
        }
        try {
            Files.writeString(
                    Path.of(name),
                    session.redacted(text.get()),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException | InvalidPathException e) {
            session.say("warning: tried to write to the file of " + variable + ", but it cannot be written: " + name
                    + "\n");
        }
    }
}
