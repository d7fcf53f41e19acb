// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes what users of a shop met as JSON lines, evenly spread over a time and never by chance. */
final class Visits {

    private static final String FLAG = "checkout-redesign";

    private final Path file;
    private int users;

    Visits(Path file) {
        this.file = file;
    }

    /** Users who met a variant once, and how many of them could not check out. */
    record Arm(String variant, int users, int failed) {}

    void write(Instant start, Duration length, List<Arm> arms) throws IOException {
        SortedMap<Instant, StringBuilder> lines = new TreeMap<>();
        for (Arm arm : arms) {
            for (int i = 0; i < arm.users(); i++) {
                Instant time = start.plus(length.multipliedBy(i).dividedBy(arm.users()));
                // The remainder of an even division moves at each step: every so many users one fails.
                boolean failed = (long) (i + 1) * arm.failed() / arm.users() > (long) i * arm.failed() / arm.users();
                String user = "user-" + users++;
                StringBuilder at = lines.computeIfAbsent(time, t -> new StringBuilder());
                at.append(line(time, "feature_flag.evaluation", arm.variant(), user, ""));
                at.append(line(time, "checkout", arm.variant(), user, ",\"failed\":" + failed));
            }
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("", lines.values()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String line(Instant time, String event, String variant, String user, String more) {
        return "{\"time\":\"" + time + "\",\"event\":\"" + event + "\",\"feature_flag.key\":\"" + FLAG
                + "\",\"feature_flag.result.variant\":\"" + variant + "\",\"feature_flag.context.id\":\"" + user + "\""
                + more + "}\n";
    }
}
