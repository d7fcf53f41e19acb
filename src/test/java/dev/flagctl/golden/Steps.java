// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli;
import dev.flagctl.model.DurationText;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happened before the plan of a case, one step a line; lines that begin with {@code #} are for people.
 *
 * <pre>
 * in 2h                                                 time goes on
 * $ flagctl apply --auto-approve                        a command; it must end with 0
 * $ flagctl apply --auto-approve   exits 4              or with what is said
 * edit manifests/search.yaml: 1.0.0 -> 1.0.1            a text that is there once becomes another
 * remove manifests/search.yaml
 * write flags/production.flagd.json: {"flags": {}}
 * visits 30m: on 600, 3 failed; off 5400, 27 failed     what users met in the time up to now
 * </pre>
 */
final class Steps {

    private static final Pattern VISITS = Pattern.compile("visits (\\S+): (.*)");
    private static final Pattern ARM = Pattern.compile("(\\S+) (\\d+), (\\d+) failed");
    private static final Pattern EDIT = Pattern.compile("edit (\\S+): (.*) -> (.*)");
    private static final Pattern WRITE = Pattern.compile("write (\\S+): (.*)");
    private static final Pattern COMMAND = Pattern.compile("\\$ flagctl (.*?)(?:\\s+exits (\\d+))?");

    private final Path folder;
    private final TestClock clock;
    private final Visits visits;

    Steps(Path folder, TestClock clock) {
        this.folder = folder;
        this.clock = clock;
        this.visits = new Visits(folder.resolve("telemetry/production.jsonl"));
    }

    Cli.Result flagctl(String... words) {
        return Cli.in(folder).sleepingOn(clock).with("USER", "dana").run(words);
    }

    void take(List<String> lines) throws IOException {
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                take(line.strip());
            }
        }
    }

    private void take(String step) throws IOException {
        Matcher command = COMMAND.matcher(step);
        Matcher edit = EDIT.matcher(step);
        Matcher write = WRITE.matcher(step);
        Matcher visit = VISITS.matcher(step);
        if (command.matches()) {
            command(step, command.group(1), command.group(2) == null ? 0 : Integer.parseInt(command.group(2)));
        } else if (edit.matches()) {
            edit(folder.resolve(edit.group(1)), edit.group(2), edit.group(3));
        } else if (write.matches()) {
            Path file = folder.resolve(write.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, write.group(2) + "\n");
        } else if (visit.matches()) {
            visit(DurationText.parse(visit.group(1)), visit.group(2));
        } else if (step.startsWith("at ")) {
            clock.moveTo(Instant.parse(step.substring(3)));
        } else if (step.startsWith("in ")) {
            clock.advance(DurationText.parse(step.substring(3)));
        } else if (step.startsWith("remove ")) {
            Files.delete(folder.resolve(step.substring(7)));
        } else {
            throw new IllegalArgumentException("no step: " + step);
        }
    }

    private void command(String step, String words, int exitCode) {
        Cli.Result result = flagctl(words.split(" +"));

        assertThat(result.exitCode()).as(step + "\n" + result).isEqualTo(exitCode);
    }

    private static void edit(Path file, String old, String fresh) throws IOException {
        String text = Files.readString(file);
        assertThat(text.split(Pattern.quote(old), -1))
                .as("\"" + old + "\" once in " + file + ":\n" + text)
                .hasSize(2);
        Files.writeString(file, text.replace(old, fresh));
    }

    private void visit(Duration length, String arms) throws IOException {
        visits.write(
                clock.instant().minus(length),
                length,
                Arrays.stream(arms.split("; "))
                        .map(arm -> {
                            Matcher parts = ARM.matcher(arm);
                            assertThat(parts.matches()).as(arm).isTrue();
                            return new Visits.Arm(
                                    parts.group(1), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
                        })
                        .toList());
    }
}
