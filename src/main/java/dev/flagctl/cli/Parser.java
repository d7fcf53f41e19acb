// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.Suggestion;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the command line of one command and says in our words what is wrong with it. */
final class Parser {

    private final CommandSpec spec;

    Parser(CommandSpec spec) {
        this.spec = spec;
    }

    /**
     * Reads the arguments.
     *
     * @throws UsageException when they do not fit the command
     */
    ParseResult parse(List<String> arguments) {
        CommandLine line = new CommandLine(spec);
        // A flag or file name that begins with @ is a name, not a file of arguments.
        line.setExpandAtFiles(false);
        try {
            return line.parseArgs(arguments.toArray(new String[0]));
        } catch (UnmatchedArgumentException unmatched) {
            throw unknown(unmatched.getUnmatched().get(0));
        } catch (MissingParameterException missing) {
            throw new UsageException(missing(missing));
        } catch (OverwrittenOptionException twice) {
            throw new UsageException(twice.getOverwritten() + " was given twice");
        } catch (ParameterException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
    }

    private UsageException unknown(String word) {
        if (!word.startsWith("-")) {
            return new UsageException("\"" + word + "\" is one argument too many");
        }
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        List<String> known = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            known.addAll(List.of(option.names()));
        }
        return new UsageException("unknown option " + name, Suggestion.nearest(name, known));
    }

    private static String missing(MissingParameterException missing) {
        List<CommandLine.Model.ArgSpec> wanted = missing.getMissing();
        if (wanted.isEmpty()) {
            return String.valueOf(missing.getMessage());
        }
        return wanted.get(0) instanceof OptionSpec option
                ? "option " + option.longestName() + " needs a value: " + option.longestName() + "="
                        + option.paramLabel()
                : "missing " + wanted.get(0).paramLabel();
    }
}
