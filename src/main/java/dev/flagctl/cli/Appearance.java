// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.report.Looks;

/** Decides per stream how text may look: option, then variables in their order of weight, then the stream itself. */
final class Appearance {

    private static final int DEFAULT_WIDTH = 100;

    /** What {@code --color} asks for. */
    enum Color {
        AUTO,
        ALWAYS,
        NEVER
    }

    private final Surroundings surroundings;
    private final Color color;
    private final boolean ascii;

    Appearance(Surroundings surroundings, Color color, boolean ascii) {
        this.surroundings = surroundings;
        this.color = color;
        this.ascii = ascii || !surroundings.isUtf8();
    }

    /** Returns the looks of standard output. */
    Looks out() {
        return looks(surroundings.tty().out());
    }

    /** Returns the looks of standard error. */
    Looks err() {
        return looks(surroundings.tty().err());
    }

    private Looks looks(boolean isTerminal) {
        int columns = surroundings.tty().columns();
        return new Looks(isColored(isTerminal), ascii, isTerminal && columns > 0 ? columns : DEFAULT_WIDTH);
    }

    private boolean isColored(boolean isTerminal) {
        if (color != Color.AUTO) {
            return color == Color.ALWAYS;
        }
        // https://no-color.org: "when present and not an empty string".
        if (!surroundings.variable("NO_COLOR").isEmpty()) {
            return false;
        }
        if (isOn("FORCE_COLOR") || isOn("CLICOLOR_FORCE")) {
            return true;
        }
        if (surroundings.variable("TERM").equals("dumb")) {
            return false;
        }
        // Their logs show ANSI colours although the streams are pipes.
        if (surroundings.variable("GITHUB_ACTIONS").equals("true")
                || surroundings.variable("GITLAB_CI").equals("true")) {
            return true;
        }
        return isTerminal;
    }

    private boolean isOn(String name) {
        String value = surroundings.variable(name);
        return !value.isEmpty() && !value.equals("0");
    }
}
