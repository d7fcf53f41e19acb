// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flagctl.cli.Surroundings.Tty;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.Sleeper;
import dev.flagctl.support.TestClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs flagctl in this process, through the same entry as the launcher; what it writes as JSON must be as its schema says. */
public final class Cli {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path folder = Path.of("").toAbsolutePath();
    private String input = "";
    private Tty tty = Tty.NONE;
    private boolean isUtf8 = true;
    private String lost = "";
    private String run = "run-1";
    private Clock clock = NOON;
    private Sleeper sleeper = length -> {};

    /** What a run left behind. */
    public record Result(int exitCode, String output, String errorOutput) {}

    /** Runs with an empty environment, no terminal and an empty standard input. */
    public static Result launch(String... args) {
        return new Cli().run(args);
    }

    public static Cli in(Path folder) {
        Cli cli = new Cli();
        cli.folder = folder.toAbsolutePath();
        return cli;
    }

    public Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Cli typing(String lines) {
        input = lines;
        return this;
    }

    public Cli onTerminal() {
        tty = new Tty(true, true, true, 92);
        return this;
    }

    Cli on(Tty streams) {
        tty = streams;
        return this;
    }

    Cli inLocaleC() {
        isUtf8 = false;
        return this;
    }

    public Cli at(Clock time) {
        clock = time;
        return this;
    }

    /** Lets waiting move the clock instead of taking time. */
    public Cli sleepingOn(TestClock time) {
        clock = time;
        sleeper = time::advance;
        return this;
    }

    /** Lets something happen whenever a run begins to wait. */
    Cli whileWaiting(Runnable happens) {
        Sleeper before = sleeper;
        sleeper = length -> {
            happens.run();
            before.sleep(length);
        };
        return this;
    }

    /** Lets waiting be something else, such as the moment of a Ctrl-C. */
    Cli waitingWith(Sleeper other) {
        sleeper = other;
        return this;
    }

    /** Gives the run a name of its own, for those that meet others. */
    Cli called(String name) {
        run = name;
        return this;
    }

    /** Lets standard output refuse every byte. */
    Cli losingOutput(String reason) {
        lost = reason;
        return this;
    }

    public Result run(String... args) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        OutputStream out = new FilterOutputStream(kept) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (!lost.isEmpty()) {
                    throw new IOException(lost);
                }
                kept.write(bytes, offset, length);
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                Map.copyOf(environment),
                clock,
                folder,
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                out,
                err,
                tty,
                isUtf8,
                sleeper,
                new Random(1),
                exitCode -> {},
                run);
        int exitCode = CommandLineRun.of(surroundings, args).code();
        Result result = new Result(exitCode, kept.toString(UTF_8), err.toString(UTF_8));
        WrittenJson.assertDescribed(args, result.output());
        return result;
    }

    /** Returns the entries of a kind that the ledger has. */
    List<JsonNode> history(String kind) {
        return run("history", "--kind=" + kind, "--limit=0", "-o", "jsonl")
                .output()
                .lines()
                .map(JsonMapper.shared()::readTree)
                .filter(entry -> entry.path("kind").asString().equals(kind))
                .toList();
    }

    /** Returns whose writes of a flag the ledger has as done, one for each write. */
    List<FeatureKey> writes() {
        return history("TASK_DONE").stream()
                .filter(entry -> entry.path("task").asString().endsWith("/write"))
                .map(entry -> new FeatureKey(
                        entry.path("feature").asString(),
                        entry.path("environment").asString()))
                .toList();
    }
}
