// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.plan.Plan;
import dev.flagctl.report.plan.PlanCover;
import dev.flagctl.report.plan.PlanOutputs;
import dev.flagctl.report.plan.PlanViews;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * Writes the summary and the outputs of a step of GitHub Actions, where the runner names files for them.
 *
 * <p>The files are those of the runner's {@code GITHUB_STEP_SUMMARY} and {@code GITHUB_OUTPUT}; both are appended to.
 */
final class GithubJob {

    private final Session session;

    GithubJob(Session session) {
        this.session = session;
    }

    void write(Plan plan, PlanCover cover) {
        append("GITHUB_STEP_SUMMARY", () -> PlanViews.summary().render(plan, cover));
        append("GITHUB_OUTPUT", () -> PlanOutputs.lines(plan, cover));
    }

    private void append(String variable, Supplier<String> text) {
        String name = session.surroundings().variable(variable);
        if (name.isEmpty()) {
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
