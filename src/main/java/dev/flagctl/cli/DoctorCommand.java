// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.report.Format;
import dev.flagctl.report.doctor.DoctorCover;
import dev.flagctl.report.doctor.DoctorViews;
import dev.flagctl.run.Doctor.Diagnosis;
import java.util.List;

/** Looks whether every adapter would work, and says what to mend; writes nothing. */
final class DoctorCommand implements Command {

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.DOCTOR)
                .values("ENV", "Environment to look at; may be repeated. Without it: all.", "-e", "--environment")
                .formats(Format.TEXT, Format.JSON)
                .example(
                        "flagctl doctor -e production",
                        "reachable, authorised, version, clock and limits of each adapter")
                .ends(ExitCode.FAILED, ExitCode.MANIFEST_INVALID);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        try (Workspace workspace = Workspace.open(session)) {
            List<String> environments = workspace.scope(arguments, List.of()).environments();
            List<Diagnosis> found = workspace.doctor().look(environments);
            ExitCode code = found.stream().anyMatch(Diagnosis::isFailed) ? ExitCode.FAILED : ExitCode.DONE;
            DoctorCover cover = new DoctorCover(
                    workspace.project().name(), session.surroundings().clock().instant(), code.code());
            session.print(DoctorViews.render(session.format(), session.outLooks(), found, cover));
            return code;
        }
    }
}
