// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.report.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The options, arguments, examples and exit codes of one command.
 *
 * <p>Built by hand and not from annotations: reading those by reflection doubles what picocli costs at start-up. Every value is a
 * text for the same reason; {@link Arguments} reads them.
 */
final class CommandForm {

    /** Names of the options that every command has and that take a value: they may also stand before the command. */
    static final List<String> GLOBAL_VALUES =
            List.of("-C", "--dir", "-f", "--file", "-o", "--format", "--color", "--ci");

    private final CommandSpec spec = CommandSpec.create();
    private final List<Format> formats = new ArrayList<>();
    private final Map<String, Format> formatNames = new LinkedHashMap<>();
    private final List<String> examples = new ArrayList<>();
    private final Map<String, List<String>> words = new LinkedHashMap<>();
    private final List<ExitCode> ends = new ArrayList<>();

    private CommandForm(String name, String purpose) {
        // Else a ${env:NAME} in any text of a help page would print the value of the variable.
        spec.interpolateVariables(false);
        spec.name(name);
        spec.usageMessage()
                .abbreviateSynopsis(true)
                .description(escape(purpose) + ".")
                .parameterListHeading("%n")
                .optionListHeading("%n")
                .sortOptions(false);
    }

    static CommandForm of(Subcommand subcommand) {
        return new CommandForm("flagctl " + subcommand.word(), subcommand.purpose());
    }

    /** Returns a form of the options that every command has, for the page of flagctl itself. */
    static CommandForm ofRoot() {
        CommandForm form = new CommandForm("flagctl", "The whole life of a feature flag as code");
        form.addGlobals();
        form.add(OptionSpec.builder("-V", "--version").type(boolean.class), "Print the version and exit.");
        return form;
    }

    /** Adds the option that chooses among formats; the first one is the default. */
    CommandForm formats(Format... possible) {
        formats.addAll(List.of(possible));
        return this;
    }

    /** Adds a word by which a format can be asked for too. */
    CommandForm formatName(String word, Format format) {
        formatNames.put(word, format);
        return this;
    }

    /** Adds an option without a value. */
    CommandForm flag(String description, String... names) {
        add(OptionSpec.builder(names).type(boolean.class), description);
        return this;
    }

    /** Adds an option with one value. */
    CommandForm value(String label, String description, String... names) {
        add(OptionSpec.builder(names).type(String.class).paramLabel(label), description);
        return this;
    }

    /** Adds an option that may be written several times. */
    CommandForm values(String label, String description, String... names) {
        add(OptionSpec.builder(names).type(String[].class).paramLabel(label).arity("1"), description);
        return this;
    }

    /** Adds an option with one value of a few. */
    CommandForm choice(String label, List<String> possible, String description, String... names) {
        value(label, description + ": " + String.join(", ", possible) + ".", names);
        words.put(names[names.length - 1], possible);
        return this;
    }

    /** Adds what is written without an option. */
    CommandForm arguments(String label, String arity, String description) {
        spec.addPositional(PositionalParamSpec.builder()
                .type(String[].class)
                .paramLabel(label)
                .arity(arity)
                .description(escape(description))
                .build());
        return this;
    }

    /** Says what the arguments can be, for the completion of shells. */
    CommandForm argumentWords(List<String> possible) {
        words.put("", possible);
        return this;
    }

    CommandForm example(String line, String does) {
        examples.add(line);
        examples.add("    " + does);
        return this;
    }

    /** Names the exit codes beyond those that every command has. */
    CommandForm ends(ExitCode... codes) {
        ends.addAll(List.of(codes));
        return this;
    }

    /** Returns the formats that can be asked for, the default first; empty when the command has none. */
    List<Format> formats() {
        return formats;
    }

    /** Returns every word that can stand behind {@code --format}, with what it means, in the order of the help page. */
    Map<String, Format> formatWords() {
        Map<String, Format> all = new LinkedHashMap<>();
        for (Format format : formats) {
            all.put(format.word(), format);
        }
        all.putAll(formatNames);
        return all;
    }

    /** Returns the examples in pairs: what is typed, and what it does. */
    List<String> examples() {
        return examples;
    }

    /** Returns every exit code that the command can end with, in the order of the help page. */
    List<ExitCode> exitCodes() {
        List<ExitCode> codes = new ArrayList<>();
        for (ExitCode code : ExitCode.values()) {
            if (ends.contains(code) || code == ExitCode.DONE || code == ExitCode.USAGE || code == ExitCode.BUG) {
                codes.add(code);
            }
        }
        return codes;
    }

    /** Returns what an option can be; empty when it can be anything. The name {@code ""} stands for the arguments. */
    List<String> words(String longestName) {
        return words.getOrDefault(longestName, List.of());
    }

    /** Finishes the form. */
    CommandSpec spec() {
        addGlobals();
        spec.usageMessage().footer(footer());
        return spec;
    }

    /** Returns the spec without examples and exit codes, for a page that has others. */
    CommandSpec bareSpec() {
        return spec;
    }

    private void addGlobals() {
        if (!formats.isEmpty()) {
            List<String> possible = new ArrayList<>(formatWords().keySet());
            choice("FORMAT", possible, "Form of what is written to standard output", "-o", "--format");
        }
        value("DIR", "Work as if started in this folder.", "-C", "--dir");
        values(
                "PATH",
                "Manifest file or folder, or - for standard input; may be repeated. Without it: the folder "
                        + "manifests if there is one, else the working folder. flagctl.yaml is always read.",
                "-f",
                "--file");
        choice("WHEN", List.of("auto", "always", "never"), "When to use colours", "--color");
        choice(
                "WHAT",
                List.of("auto", "none"),
                "What a CI host shows beside the log, such as annotations, summary and outputs of GitHub Actions",
                "--ci");
        flag("Write ASCII characters only.", "--ascii");
        flag("Read every manifest anew.", "--no-cache");
        flag("Show each call over HTTP, and where in flagctl a failure comes from.", "--debug");
        flag("Say more about what is done.", "-v", "--verbose");
        add(OptionSpec.builder("-h", "--help").type(boolean.class).usageHelp(true), "Show this page and exit.");
    }

    private void add(OptionSpec.Builder option, String description) {
        spec.addOption(option.description(escape(description)).build());
    }

    private String[] footer() {
        List<String> lines = new ArrayList<>();
        if (!examples.isEmpty()) {
            lines.add("");
            lines.add("Examples:");
            for (String line : examples) {
                lines.add("  " + escape(line));
            }
        }
        lines.add("");
        lines.add("Exit codes:");
        for (ExitCode code : exitCodes()) {
            lines.add(escape(line(code)));
        }
        return lines.toArray(new String[0]);
    }

    /** Returns a line of the list of exit codes. */
    static String line(ExitCode code) {
        String number = Integer.toString(code.code());
        return " ".repeat(5 - number.length()) + number + "  " + code.meaning();
    }

    /** Picocli formats its texts: a lone percent sign would be read as the beginning of a directive. */
    static String escape(String text) {
        return text.replace("%", "%%");
    }
}
