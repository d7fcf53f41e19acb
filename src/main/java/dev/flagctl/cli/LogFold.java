// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.report.Format;
import dev.flagctl.report.WorkflowCommand;

/**
 * Lets a CI host fold the lines of a run in its log: a group of GitHub Actions, a section of GitLab. Its marks go to standard error, where they do not stand in what was asked for.
 *
 * <p>The marks are those of <a href="https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections">GitLab</a> and of
 * <a href="https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#grouping-log-lines">GitHub</a>.
 */
final class LogFold {

    private enum Host {
        NONE,
        GITHUB,
        GITLAB
    }

    private static final String CLEAR = "\u001b[0K";

    private final Session session;
    private final Host host;
    private boolean isOpen;

    LogFold(Session session) {
        this.session = session;
        this.host = host(session);
    }

    private static Host host(Session session) {
        boolean isLog = session.format() == Format.TEXT && session.tellsHost();
        if (isLog && session.surroundings().variable("GITHUB_ACTIONS").equals("true")) {
            return Host.GITHUB;
        }
        return isLog && session.surroundings().variable("GITLAB_CI").equals("true") ? Host.GITLAB : Host.NONE;
    }

    void open(String title) {
        if (!isOpen && host != Host.NONE) {
            session.say(
                    host == Host.GITHUB
                            ? new WorkflowCommand("group").says(title) + "\n"
                            : CLEAR + "section_start:" + seconds() + ":flagctl_run\r" + CLEAR + title + "\n");
            isOpen = true;
        }
    }

    /** Closes it, so that what follows is seen without a click. */
    void close() {
        if (isOpen) {
            session.say(
                    host == Host.GITHUB
                            ? new WorkflowCommand("endgroup").says("") + "\n"
                            : CLEAR + "section_end:" + seconds() + ":flagctl_run\r" + CLEAR + "\n");
            isOpen = false;
        }
    }

    private long seconds() {
        return session.surroundings().clock().instant().getEpochSecond();
    }
}
