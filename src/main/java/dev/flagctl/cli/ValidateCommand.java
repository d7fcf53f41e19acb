// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.ManifestException;
import dev.flagctl.manifest.Manifests;
import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import dev.flagctl.report.diagnostics.Checked;
import dev.flagctl.report.diagnostics.CheckedViews;
import java.time.Duration;

/** Checks manifests and shows every problem at once. */
final class ValidateCommand implements Command {

    @Override
    public CommandForm form() {
        return Reports.option(CommandForm.of(Subcommand.VALIDATE), CheckedViews.REPORTS)
                .arguments("PATH", "0..*", "Manifest files or folders; the same as --file.")
                .formats(
                        Format.TEXT,
                        Format.SHORT,
                        Format.JSON,
                        Format.JSONL,
                        Format.GITHUB,
                        Format.SARIF,
                        Format.MARKDOWN,
                        Format.HTML)
                .example("flagctl validate", "all manifests of the working folder")
                .example("flagctl validate -o sarif > flagctl.sarif", "for the code scanning of a host")
                .example("generate-manifests | flagctl validate -", "what another program writes")
                .ends(ExitCode.MANIFEST_INVALID);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        long start = session.surroundings().clock().millis();
        Checked checked;
        ExitCode exitCode;
        try {
            Manifests manifests = session.loader().load(session.paths(arguments.rest()));
            exitCode = ExitCode.DONE;
            checked = new Checked(
                    manifests.warnings(),
                    manifests.files(),
                    manifests.features().size(),
                    since(session, start),
                    exitCode.code());
        } catch (ManifestException invalid) {
            exitCode = ExitCode.MANIFEST_INVALID;
            checked = new Checked(
                    invalid.diagnostics(), invalid.files(), invalid.features(), since(session, start), exitCode.code());
        }
        session.print(Findings.render(session, session.outLooks(), session.format(), checked));
        Checked found = checked;
        GithubJob job = new GithubJob(session);
        if (job.annotates()) {
            job.annotate(Findings.render(session, Looks.PLAIN, Format.GITHUB, found));
        }
        Reports.write(arguments, session, CheckedViews.REPORTS, kind -> Findings.report(session, kind, found));
        return exitCode;
    }

    private static Duration since(Session session, long start) {
        return Duration.ofMillis(Math.max(0, session.surroundings().clock().millis() - start));
    }
}
