// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.report.Looks;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** Lays out help pages. Their texts are ASCII. */
final class HelpPage {

    /** Longer lines are hard to read, however wide the terminal is. */
    private static final int WIDEST = 100;

    /** Picocli lays out no narrower page. */
    private static final int NARROWEST = 55;

    private final Looks looks;

    HelpPage(Looks looks) {
        this.looks = looks;
    }

    /** Returns the page of one command. */
    String of(CommandSpec spec) {
        spec.usageMessage().width(Math.min(WIDEST, Math.max(NARROWEST, looks.width())));
        return new CommandLine(spec).getUsageMessage(looks.colour() ? Ansi.ON : Ansi.OFF);
    }

    /** Returns the page of flagctl itself. */
    String ofRoot() {
        CommandSpec spec = CommandForm.ofRoot().bareSpec();
        spec.usageMessage().customSynopsis("flagctl COMMAND [OPTIONS]");
        spec.usageMessage().description(commands());
        spec.usageMessage().optionListHeading("%nOptions of every command:%n");
        spec.usageMessage().footer(rootFooter());
        return of(spec);
    }

    private static String[] commands() {
        List<String> lines = new ArrayList<>();
        lines.add("The whole life of a feature flag as code.");
        for (Subcommand.Group group : Subcommand.Group.values()) {
            if (group == Subcommand.Group.HIDDEN) {
                continue;
            }
            lines.add("");
            lines.add(group.heading() + ":");
            for (Subcommand subcommand : Subcommand.values()) {
                if (subcommand.group() == group) {
                    String word = subcommand.word();
                    lines.add("  " + word + " ".repeat(12 - word.length()) + CommandForm.escape(subcommand.purpose()));
                }
            }
        }
        return lines.toArray(new String[0]);
    }

    private static String[] rootFooter() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Examples:");
        lines.add("  flagctl init --name=shop --feature=new-checkout");
        lines.add("      a project to begin with");
        lines.add("  flagctl validate");
        lines.add("      every problem of all manifests, with file and line");
        lines.add("  flagctl validate --help");
        lines.add("      options, examples and exit codes of a command");
        lines.add("");
        lines.add("Exit codes:");
        for (ExitCode code : ExitCode.values()) {
            lines.add(CommandForm.escape(CommandForm.line(code)));
        }
        return lines.toArray(new String[0]);
    }
}
