// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.analysis.BadDataException;
import dev.flagctl.cli.analysis.Scenario;
import dev.flagctl.cli.analysis.SimulatedShop;
import dev.flagctl.manifest.Manifests;
import dev.flagctl.model.Feature;
import dev.flagctl.report.Format;
import dev.flagctl.report.analysis.RunsProgress;
import dev.flagctl.report.analysis.SimulatedLife;
import dev.flagctl.report.analysis.Simulation;
import dev.flagctl.report.analysis.SimulationPicture;
import dev.flagctl.report.analysis.SimulationView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/** Lets a feature roll out in virtual time against a scenario: when harm would be noticed, and how many it would hurt. Touches nothing real. */
final class SimulateCommand implements Command {

    private static final int MOST_RUNS = 1_000;

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.SIMULATE)
                .arguments("FEATURE", "1", "Name of the feature.")
                .value(
                        "NAME|FILE",
                        "Scenario: " + String.join(", ", Scenario.PRESETS) + ", or a JSON file; baseline without it.",
                        "--scenario")
                .value("NAME", "Environment; the last one of the rollout without it.", "-e", "--environment")
                .value("N", "How many runs; 1 without it.", "--runs")
                .value("N", "Seed of the first run; 1 without it.", "--seed")
                .value("FILE", "Writes the shares over time as a picture.", "--svg")
                .formats(Format.TEXT, Format.JSON)
                .example(
                        "flagctl simulate checkout-redesign --scenario regression",
                        "when four times the errors are noticed")
                .example("flagctl simulate checkout-redesign --scenario crash --runs 50", "how many a crash hurts")
                .ends(ExitCode.MANIFEST_INVALID);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Scenario scenario = scenario(arguments.value("--scenario").orElse("baseline"), session);
        int runs = number(arguments, "--runs", MOST_RUNS);
        int seed = number(arguments, "--seed", Integer.MAX_VALUE);
        List<SimulatedLife> lives;
        String name;
        String environment;
        try (Workspace workspace = Workspace.open(session)) {
            Feature feature = workspace.feature(arguments.rest().get(0));
            name = feature.name();
            environment = environment(arguments, feature);
            Manifests manifests = workspace.manifests();
            Instant start = session.surroundings().clock().instant().truncatedTo(ChronoUnit.HOURS);
            lives = lives(
                    session, runs, seed, each -> live(session, manifests, feature, environment, scenario, start, each));
        } catch (BadDataException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
        Simulation simulation = new Simulation(name, environment, scenario.name(), scenario.words(), lives);
        arguments.value("--svg").ifPresent(file -> write(session, file, SimulationPicture.of(simulation)));
        session.print(new SimulationView(session.outLooks()).render(session.format(), simulation));
        return ExitCode.DONE;
    }

    /** As many at once as there are processors; on a terminal it is told how many are done, elsewhere nobody reads it. */
    private static List<SimulatedLife> lives(Session session, int runs, int seed, LongFunction<SimulatedLife> life) {
        int threads = Runtime.getRuntime().availableProcessors();
        if (runs == 1 || !session.surroundings().tty().err()) {
            return new SimulatedLives(threads, done -> {}).of(runs, seed, life);
        }
        Clock clock = session.surroundings().clock();
        Instant began = clock.instant();
        RunsProgress progress = new RunsProgress(session.errLooks(), runs, session::say);
        IntConsumer tell = done -> progress.done(done, Duration.between(began, clock.instant()));
        tell.accept(0);
        try {
            return new SimulatedLives(threads, tell).of(runs, seed, life);
        } finally {
            progress.end();
        }
    }

    private static SimulatedLife live(
            Session session,
            Manifests manifests,
            Feature feature,
            String environment,
            Scenario scenario,
            Instant start,
            long seed) {
        Path root = null;
        try {
            root = Files.createTempDirectory("flagctl-simulate");
            SimulatedShop shop = new SimulatedShop(root, manifests, feature, environment, scenario, seed);
            return new SimulatedRun(session, root, shop, environment, start).live(seed);
        } catch (IOException e) {
            throw new UncheckedIOException("tried to make a folder for the simulation", e);
        } finally {
            remove(root);
        }
    }

    private static void remove(@org.jspecify.annotations.Nullable Path root) {
        if (root == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A folder of temporary files that stays is no reason to lose the result.
        }
    }

    private static String environment(Arguments arguments, Feature feature) {
        List<String> known = List.copyOf(feature.rollout().keySet());
        String last = known.isEmpty() ? "" : known.get(known.size() - 1);
        String asked = arguments.value("--environment").orElse(last);
        if (!known.contains(asked)) {
            throw new UsageException("feature " + feature.name() + " has no rollout in \"" + asked + "\"");
        }
        return asked;
    }

    private static Scenario scenario(String name, Session session) {
        try {
            return Scenario.PRESETS.contains(name)
                    ? Scenario.preset(name)
                    : Scenario.read(session.root().resolve(GlobalOptions.path(name)));
        } catch (IOException e) {
            throw new UsageException("there is no scenario " + name + "; known are "
                    + String.join(", ", Scenario.PRESETS) + ", or the name of a JSON file");
        } catch (BadDataException wrong) {
            throw new UsageException(name + ": " + wrong.getMessage());
        }
    }

    private static int number(Arguments arguments, String option, int most) {
        try {
            int number = Integer.parseInt(arguments.value(option).orElse("1"));
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, the same for both.
        }
        throw new UsageException(option + " is a whole number from 1 to " + most);
    }

    private static void write(Session session, String file, String text) {
        try {
            Files.writeString(session.root().resolve(GlobalOptions.path(file)), text);
        } catch (IOException e) {
            throw new UsageException(file + " cannot be written: " + e.getMessage());
        }
    }
}
