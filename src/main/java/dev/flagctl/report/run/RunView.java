// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.run.RunEvent;
import java.time.Instant;
import java.util.function.Consumer;

/** Shows a run while it happens; safe for several threads. */
public interface RunView extends Consumer<RunEvent> {

    /** Shows an event. */
    @Override
    void accept(RunEvent event);

    /** Shows a line that somebody else says meanwhile, such as a notifier, without its end. */
    void aside(String line);

    /** Says that the run is alive; to be called once a minute, and once a second on a terminal, while it waits. */
    void heartbeat(Instant now);

    /**
     * Ends the view with the account of all rounds, whether they ended well, failed, or were stopped.
     *
     * @param exitCode exit code of the process
     */
    void end(Instant now, int exitCode);
}
