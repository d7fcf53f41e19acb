// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.report.Format;
import dev.flagctl.report.run.RunView;
import dev.flagctl.report.run.RunViews;
import dev.flagctl.run.RunEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Shows a run while it lasts: on a terminal beside what was asked for, else as plain lines, or as a stream for programs. */
final class ApplyShow implements Consumer<RunEvent> {

    private final RunView view;
    private final Clock clock;
    private final Duration beat;
    private Instant lastBeat;

    ApplyShow(Session session, Clock clock) {
        this.clock = clock;
        boolean terminal = session.surroundings().tty().err();
        boolean stream = session.format() == Format.JSONL;
        this.beat = terminal && !stream ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
        this.lastBeat = clock.instant();
        this.view = stream
                ? RunViews.jsonLines(session::show)
                : terminal
                        ? RunViews.terminal(session.errLooks(), session::say)
                        : RunViews.plain(session.outLooks(), session::show);
        if (!stream) {
            session.consoleTo(view::aside);
        }
    }

    @Override
    public void accept(RunEvent event) {
        view.accept(event);
    }

    /** Says that the next tick is due at a time. */
    void waiting(Instant until) {
        view.accept(new RunEvent.Waiting(clock.instant(), until));
    }

    /** Says now and then that the run is alive. */
    void beat() {
        Instant now = clock.instant();
        if (!now.isBefore(lastBeat.plus(beat))) {
            lastBeat = now;
            view.heartbeat(now);
        }
    }

    /** Ends with the account of all rounds. */
    void end(ExitCode exitCode) {
        view.end(clock.instant(), exitCode.code());
    }
}
