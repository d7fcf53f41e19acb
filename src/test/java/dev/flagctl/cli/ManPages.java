// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes manual pages in the macros of man(7), from the texts of the help pages. */
final class ManPages {

    private final StringBuilder text = new StringBuilder();

    private ManPages() {}

    /** Returns every page by the name of its file. */
    static Map<String, String> all() {
        Map<String, String> pages = new TreeMap<>();
        pages.put("flagctl.1", new ManPages().root());
        for (Subcommand subcommand : Subcommand.values()) {
            if (!subcommand.isHidden()) {
                pages.put(name(subcommand) + ".1", new ManPages().of(subcommand));
            }
        }
        return pages;
    }

    private String root() {
        CommandForm form = CommandForm.ofRoot();
        head("flagctl", "the whole life of a feature flag as code");
        synopsis("flagctl", "COMMAND", "[OPTIONS]");
        section("COMMANDS");
        for (Subcommand.Group group : Subcommand.Group.values()) {
            if (group != Subcommand.Group.HIDDEN) {
                macro("SS " + escape(group.heading()));
                for (Subcommand subcommand : Subcommand.values()) {
                    if (subcommand.group() == group) {
                        item("\\fB" + escape(name(subcommand)) + "\\fR(1)", subcommand.purpose() + ".");
                    }
                }
            }
        }
        section("OPTIONS");
        options(form.bareSpec());
        exits(List.of(ExitCode.values()));
        return text.toString();
    }

    private String of(Subcommand subcommand) {
        CommandForm form = subcommand.command().form();
        CommandSpec spec = form.spec();
        head(name(subcommand), lower(subcommand.purpose()));
        StringBuilder arguments = new StringBuilder();
        for (PositionalParamSpec positional : spec.positionalParameters()) {
            String label = positional.paramLabel();
            arguments.append(positional.arity().min() == 0 ? "[" + label + "]" : label);
            arguments.append(positional.arity().max() > 1 ? "..." : "");
        }
        synopsis("flagctl " + subcommand.word(), "[OPTIONS]", arguments.toString());
        section("DESCRIPTION");
        line(escape(subcommand.purpose()) + ".");
        if (!spec.positionalParameters().isEmpty()) {
            section("ARGUMENTS");
            spec.positionalParameters()
                    .forEach(each -> item("\\fI" + escape(each.paramLabel()) + "\\fR", description(each)));
        }
        section("OPTIONS");
        options(spec);
        exits(form.exitCodes());
        examples(form.examples());
        section("SEE ALSO");
        line("\\fBflagctl\\fR(1)");
        return text.toString();
    }

    private void head(String name, String purpose) {
        line(".\\\" SPDX-License-Identifier: Apache-2.0");
        macro("TH " + escape(name.toUpperCase(Locale.ROOT)) + " 1 \"\" flagctl \"flagctl manual\"");
        section("NAME");
        line(escape(name) + " \\- " + escape(purpose));
    }

    private void synopsis(String command, String... rest) {
        section("SYNOPSIS");
        line("\\fB" + escape(command) + "\\fR " + escape(String.join(" ", rest).strip()));
    }

    private void options(CommandSpec spec) {
        for (OptionSpec option : spec.options()) {
            StringBuilder names = new StringBuilder();
            for (String each : option.names()) {
                names.append(names.length() == 0 ? "" : ", ")
                        .append("\\fB")
                        .append(escape(each))
                        .append("\\fR");
            }
            names.append(option.arity().max() == 0 ? "" : "=\\fI" + escape(option.paramLabel()) + "\\fR");
            item(names.toString(), description(option));
        }
    }

    private void exits(List<ExitCode> codes) {
        section("EXIT STATUS");
        codes.forEach(code -> item("\\fB" + code.code() + "\\fR", code.meaning() + "."));
    }

    /** Lines come in pairs: what is typed, and what it does. */
    private void examples(List<String> lines) {
        if (!lines.isEmpty()) {
            section("EXAMPLES");
        }
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            item("\\fB" + escape(lines.get(i)) + "\\fR", lines.get(i + 1).strip());
        }
    }

    private void section(String title) {
        macro("SH " + title);
    }

    private void item(String tag, String words) {
        macro("TP");
        line(tag);
        line(escape(words));
    }

    private void macro(String words) {
        text.append('.').append(words).append('\n');
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    private static String name(Subcommand subcommand) {
        return "flagctl-" + subcommand.word();
    }

    private static String description(ArgSpec spec) {
        return String.join(" ", spec.description()).replace("%%", "%");
    }

    private static String lower(String purpose) {
        return purpose.substring(0, 1).toLowerCase(Locale.ROOT) + purpose.substring(1);
    }

    /** Backslashes begin escapes, a minus is a hyphen unless told otherwise, and a dot or a quote at the start of a line begins a macro. */
    private static String escape(String words) {
        String escaped = words.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
