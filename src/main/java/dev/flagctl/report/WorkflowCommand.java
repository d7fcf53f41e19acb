// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

/**
 * A workflow command of GitHub Actions, {@code ::error file=a.yaml,line=3::text}.
 *
 * <p>What is escaped is what the runner unescapes (actions/toolkit, {@code command.ts}): a text of another system must not start a command.
 */
public final class WorkflowCommand {

    private final StringBuilder text = new StringBuilder("::");
    private boolean hasProperty;

    /** Begins a command, such as {@code error}, {@code warning}, {@code notice} or {@code group}. */
    public WorkflowCommand(String name) {
        text.append(name);
    }

    /** Adds a property. */
    public WorkflowCommand with(String name, Object value) {
        text.append(hasProperty ? "," : " ").append(name).append('=');
        text.append(data(value.toString()).replace(":", "%3A").replace(",", "%2C"));
        hasProperty = true;
        return this;
    }

    /** Returns the whole command, one line without its end. */
    public String says(String message) {
        return text + "::" + data(message);
    }

    private static String data(String value) {
        return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }
}
