// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.report.Format;
import dev.flagctl.report.run.RunReport;
import dev.flagctl.report.run.RunView;
import dev.flagctl.report.run.RunViews;
import dev.flagctl.run.RunEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Shows a run while it lasts: on a terminal beside what was asked for, else as plain lines, or as a stream for programs; afterwards in every form that was asked for. */
final class ApplyShow implements Consumer<RunEvent> {

    private final Session session;
    private final RunView view;
    private final RunReport report = new RunReport();
    private final LogFold fold;
    private final Clock clock;
    private final Duration beat;
    private Instant lastBeat;

    ApplyShow(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
        this.fold = new LogFold(session);
        boolean terminal = session.surroundings().tty().err();
        boolean stream = session.format() == Format.JSONL;
        this.beat = terminal && !stream ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
        this.lastBeat = clock.instant();
        this.view = stream ? RunViews.jsonLines(session::show) : view(session, terminal);
        if (!stream) {
            session.consoleTo(view::aside);
        }
    }

    /** One document is all that stands on standard output where one was asked for. */
    private static RunView view(Session session, boolean terminal) {
        if (terminal) {
            return RunViews.terminal(session.errLooks(), session::say);
        }
        return session.format() == Format.TEXT
                ? RunViews.plain(session.outLooks(), session::show)
                : RunViews.plain(session.errLooks(), session::say);
    }

    @Override
    public void accept(RunEvent event) {
        if (event instanceof RunEvent.Started) {
            fold.open("flagctl: what is done");
        }
        view.accept(event);
        report.accept(event);
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
        fold.close();
        view.end(clock.instant(), exitCode.code());
    }

    /** Ends, and gives the account in the form that was asked for, in reports, and where a CI host looks for it. */
    void end(Arguments arguments, ExitCode exitCode) {
        end(exitCode);
        Instant now = clock.instant();
        Format format = session.format();
        if (format != Format.TEXT && format != Format.JSONL) {
            session.print(report.render(format.word(), now, exitCode.code()));
        }
        new GithubJob(session).end(report, now, exitCode);
        Reports.write(arguments, session, RunReport.KINDS, kind -> report.render(kind, now, exitCode.code()));
    }
}
