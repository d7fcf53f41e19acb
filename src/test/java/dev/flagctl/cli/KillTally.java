// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts kills by where they fell; a file keeps what whole rounds gave, so that a long count can go on where it was cut off. */
final class KillTally {

    private final String name;
    private final @Nullable Path log;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Integer> ofRound = new TreeMap<>();
    private int rounds;

    private KillTally(String name, @Nullable Path log) {
        this.name = name;
        this.log = log;
    }

    /** Returns one with what the file of {@code flagctl.kill-log} has of this ledger and seed. */
    static KillTally of(KillShop.Kind ledger, long seed) throws IOException {
        String file = System.getProperty("flagctl.kill-log", "");
        KillTally tally = new KillTally(ledger + " " + seed, file.isEmpty() ? null : Path.of(file));
        if (tally.log != null && Files.exists(tally.log)) {
            for (String line : Files.readAllLines(tally.log)) {
                if (line.startsWith(tally.name + " ")) {
                    tally.add(line.substring(tally.name.length() + 1));
                }
            }
        }
        return tally;
    }

    private void add(String round) {
        rounds++;
        for (String part : round.split(", ", -1)) {
            int equals = part.indexOf('=');
            counts.merge(part.substring(0, equals), Integer.parseInt(part.substring(equals + 1)), Integer::sum);
        }
    }

    int rounds() {
        return rounds;
    }

    int kills() {
        return counts.getOrDefault("kills", 0);
    }

    /** Begins a round. */
    KillTally begin(int round) {
        ofRound.clear();
        ofRound.put("round", round);
        return this;
    }

    /** Counts a process that was killed there. */
    void killed(KillPlaces.Place place, KillPlaces.Side side) {
        ofRound.merge("kills", 1, Integer::sum);
        ofRound.merge((place + " " + side).toLowerCase(java.util.Locale.ROOT), 1, Integer::sum);
    }

    /**
     * Ends a round after which all was as it should be.
     *
     * @param repeated notices that came more than once, under the same key
     * @param leftOpen runs that left a task open, which a later one settled
     */
    void end(int repeated, int leftOpen) throws IOException {
        ofRound.put("notices repeated", repeated);
        ofRound.put("runs that left tasks open", leftOpen);
        ofRound.remove("round");
        String line = ofRound.toString().replaceAll("[{}]", "");
        add(line);
        if (log != null) {
            Files.writeString(log, name + " " + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    @Override
    public String toString() {
        return name + ": " + rounds + " rounds " + counts + ", this one " + ofRound;
    }
}
