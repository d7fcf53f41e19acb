// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.analysis.BadDataException;
import dev.flagctl.cli.analysis.DataFile;
import dev.flagctl.guardrail.Analysis;
import dev.flagctl.guardrail.AnalysisInput;
import dev.flagctl.guardrail.Analyst;
import dev.flagctl.guardrail.TestKind;
import dev.flagctl.report.Format;
import dev.flagctl.report.analysis.AnalysisView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges a file of buckets or values: as a guardrail would, or by a test of one's choice. Reads no manifest and writes nothing. */
final class AnalyzeCommand implements Command {

    @Override
    public CommandForm form() {
        CommandForm form = CommandForm.of(Subcommand.ANALYZE)
                .arguments(
                        "FILE|-", "1", "JSON or CSV with buckets, totals or values of two arms; - for standard input.")
                .choice("NAME", tests(), "Test to apply; without it the one that fits, with the reason", "--test")
                .formats(Format.TEXT, Format.JSON)
                .example("flagctl analyze buckets.csv", "the test is chosen, and the reason said")
                .example("flagctl analyze - --test safe-2x2 -o json", "one test on standard input, every digit")
                .example("flagctl analyze latency.csv --test quantile-ab --quantile 0.9", "raw values of two arms")
                .ends(ExitCode.USAGE);
        return AnalyzeOptions.add(form);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        AnalyzeOptions options = new AnalyzeOptions(arguments);
        Optional<TestKind> test = arguments.value("--test").map(AnalyzeCommand::test);
        String name = arguments.rest().get(0);
        List<Analysis> analyses = new ArrayList<>();
        try {
            for (AnalysisInput input : read(name, options, session)) {
                analyses.add(
                        test.isPresent()
                                ? Analyst.apply(test.get(), input, options.parameters())
                                : Analyst.judge(input, options.guardrail(input), options.alpha()));
            }
        } catch (BadDataException wrong) {
            throw new UsageException(name + wrong.place() + wrong.problem());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(name + ": " + wrong.getMessage());
        }
        session.print(new AnalysisView(session.outLooks()).render(session.format(), analyses, options.alpha()));
        return ExitCode.DONE;
    }

    private static List<AnalysisInput> read(String name, AnalyzeOptions options, Session session) {
        try {
            if (name.equals("-")) {
                return DataFile.read(session.surroundings().in(), options.facts(), options.asked());
            }
            Path path = session.root().resolve(GlobalOptions.path(name));
            if (!Files.exists(path)) {
                throw new UsageException("there is no file " + name);
            }
            if (Files.isDirectory(path)) {
                throw new UsageException(name + " is a folder; name a file in it");
            }
            try (InputStream in = Files.newInputStream(path)) {
                return DataFile.read(in, options.facts(), options.asked());
            }
        } catch (IOException e) {
            throw new UsageException(name + " cannot be read: " + FileFault.reading(e));
        }
    }

    private static TestKind test(String word) {
        return TestKind.of(word)
                .filter(kind -> kind != TestKind.LIMIT)
                .orElseThrow(() -> new UsageException(
                        "there is no test \"" + word + "\"", dev.flagctl.diag.Suggestion.nearest(word, tests())));
    }

    private static List<String> tests() {
        List<String> words = new ArrayList<>();
        for (TestKind kind : TestKind.values()) {
            if (kind != TestKind.LIMIT) {
                words.add(kind.word());
            }
        }
        return words;
    }
}
