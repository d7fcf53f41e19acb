// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.plan.Change;
import dev.flagctl.run.NextTick;
import dev.flagctl.run.RunResult;
import java.util.Optional;

/** Keeps what became true while an apply lasted, round by round; it ends with the gravest of that and of what ended it. */
final class Ending {

    private ExitCode code = ExitCode.DONE;

    /** Hears how a round ended; one whose plan was refused rolls back and fails as any other. */
    void round(RunResult result) {
        if (result.rolledBack() > 0) {
            reach(ExitCode.ROLLED_BACK);
        }
        if (result.failed() > 0) {
            reach(result.isPartial() ? ExitCode.PARTLY_APPLIED : ExitCode.FAILED);
        }
    }

    /** Hears what is still to come after the last round, if that is wanted; what held on the way there is over. */
    void last(RunResult result) {
        if (result.skipped() > 0 || NextTick.isDueAtOnce(result.plan())) {
            reach(ExitCode.CHANGES_PENDING);
        }
        if (result.plan().changes().stream().anyMatch(Change::holds)) {
            reach(ExitCode.HOLDING);
        }
    }

    /** Hears of a signal that asked to stop. */
    void stopped(Optional<ExitCode> signal) {
        signal.ifPresent(this::reach);
    }

    /** Hears of the failure that ended the run. */
    void failed(Throwable failure) {
        reach(Failures.exitCode(failure));
    }

    /** Returns what the run ends with if nothing else happens. */
    ExitCode code() {
        return code;
    }

    private void reach(ExitCode more) {
        code = code.and(more);
    }
}
