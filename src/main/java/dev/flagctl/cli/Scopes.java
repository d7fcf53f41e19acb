// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

/** The options that choose what a command looks at. */
final class Scopes {

    private Scopes() {}

    static CommandForm options(CommandForm form) {
        return form.arguments("FEATURE", "0..*", "Features to look at; all when none is named.")
                .values("NAME", "Environment to look at; may be repeated. Without it: all.", "-e", "--environment")
                .values("NAME", "Feature to look at; may be repeated, the same as FEATURE.", "--feature");
    }
}
