// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.run.RunEvent;
import java.time.Instant;
import java.util.function.Consumer;

/** Shows a run while it lasts. */
final class ApplyShow implements Consumer<RunEvent> {

    private final Session session;

    ApplyShow(Session session, Workspace workspace) {
        this.session = session;
    }

    @Override
    public void accept(RunEvent event) {
        session.say(event.kind() + " "
                + (event instanceof RunEvent.TaskDone done ? done.task().id() : "") + "\n");
    }

    void waiting(Instant until) {}

    void end(int exitCode) {}
}
