// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.Suggestion;
import dev.flagctl.report.Looks;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Carries one command line out, from its words to the exit code. */
final class CommandLineRun {

    private final Surroundings surroundings;
    private final Delivery delivery;
    private final PrintStream out;
    private final PrintStream err;
    private @Nullable String command;
    private @Nullable Session session;

    private CommandLineRun(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.delivery = new Delivery(surroundings.out());
        this.out = stream(new BufferedOutputStream(delivery, 1 << 14));
        this.err = stream(surroundings.err());
    }

    /** Runs the command that the arguments name; never throws. */
    static ExitCode of(Surroundings surroundings, String... args) {
        CommandLineRun run = new CommandLineRun(surroundings);
        Words words = Words.of(args);
        ExitCode exitCode;
        try {
            exitCode = run.run(words);
        } catch (RuntimeException | Error failure) {
            run.out.flush();
            boolean debug = words.options().contains("--debug");
            exitCode = new Failures(surroundings, run.err)
                    .tell(failure, run.command, run.session, debug)
                    .and(run.session == null ? ExitCode.DONE : run.session.least());
        }
        return run.finish(exitCode);
    }

    private ExitCode finish(ExitCode exitCode) {
        out.flush();
        String lost = delivery.failure();
        if (lost != null) {
            err.print("error: standard output could not be written: " + lost + "\n");
        }
        err.flush();
        return lost == null ? exitCode : exitCode.and(ExitCode.FAILED);
    }

    private ExitCode run(Words words) {
        String word = words.command();
        if (word == null) {
            return runRoot(words);
        }
        Subcommand subcommand = Subcommand.find(word).orElseThrow(() -> unknown(word));
        command = word;
        if (!words.options().contains("--help")) {
            Ahead.begin(subcommand);
        }
        Command chosen = subcommand.command();
        CommandForm form = chosen.form();
        CommandSpec spec = form.spec();
        ParseResult parsed = new Parser(spec).parse(words.options());
        if (parsed.isUsageHelpRequested()) {
            out.print(new HelpPage(looks(new Arguments(parsed))).of(spec));
            return ExitCode.DONE;
        }
        Arguments arguments = new Arguments(parsed);
        checkCount(spec, arguments.rest());
        Session started = new Session(surroundings, form, arguments, out, err);
        session = started;
        return chosen.run(arguments, started);
    }

    /** The parser takes any number of words without an option: it knows no least and no most for a list of them. */
    private static void checkCount(CommandSpec spec, List<String> rest) {
        for (PositionalParamSpec positional : spec.positionalParameters()) {
            if (rest.size() < positional.arity().min()) {
                throw new UsageException("missing " + positional.paramLabel());
            }
            if (rest.size() > positional.arity().max()) {
                throw new UsageException("\"" + rest.get(positional.arity().max()) + "\" is one argument too many");
            }
        }
    }

    /** Without a command there is nothing to do; a script whose variable is empty must not look green. */
    private ExitCode runRoot(Words words) {
        ParseResult parsed = new Parser(CommandForm.ofRoot().bareSpec()).parse(words.options());
        Arguments arguments = new Arguments(parsed);
        if (parsed.isUsageHelpRequested()) {
            out.print(new HelpPage(looks(arguments)).ofRoot());
            return ExitCode.DONE;
        }
        if (arguments.has("--version")) {
            out.print(Version.line() + "\n");
            return ExitCode.DONE;
        }
        throw new UsageException("no command was given");
    }

    private Looks looks(Arguments arguments) {
        return GlobalOptions.appearance(surroundings, arguments).out();
    }

    private static UsageException unknown(String word) {
        return new UsageException("unknown command \"" + word + "\"", Suggestion.nearest(word, Subcommand.words()));
    }

    private static PrintStream stream(java.io.OutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }
}
