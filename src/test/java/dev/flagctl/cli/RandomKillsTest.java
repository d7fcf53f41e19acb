// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.support.UnleashServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills runs with SIGKILL, one after the other, at random places while they bring features up at a real Unleash, with either ledger.
 *
 * <p>A round takes all features through all stages; each run of it is killed somewhere, and the next one goes on at once. After each round all is as after
 * an undisturbed one. {@code -Dflagctl.kills=1000 -Dflagctl.kill-features=100} does so with each ledger; {@code -Dflagctl.kill-seed} chooses other places,
 * and with {@code -Dflagctl.kill-log=FILE} rounds that are in the file are not done again.
 */
final class RandomKillsTest {

    private static final int KILLS = Integer.getInteger("flagctl.kills", 8);
    private static final long SEED = Long.getLong("flagctl.kill-seed", 2026);

    /** More than any round needs: each run gets some places further. */
    private static final int MOST_RUNS = 2_000;

    /** Most kills come soon after a run began, so that there are many of them in each round; some come late in a long run. */
    private static final int SOON = 25;

    private static final int LATE = 150;

    /** Longer than a call takes, so that a kill some time later falls between two calls too. */
    private static final int LONGEST_MICROS = 30_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(KillShop.Kind.class)
    void after_any_number_of_kills_all_is_as_if_there_had_been_none(KillShop.Kind ledger) throws Exception {
        KillTally tally = KillTally.of(ledger, SEED);
        PackedProgram program = PackedProgram.into(folder, KillShop.BEFORE);
        KillShop.End expected;
        try (KillShop shop = shop(ledger, "undisturbed")) {
            expected = shop.undisturbed(program);
        }
        assertThat(expected.changes()).as("what Unleash has recorded").isNotEmpty();

        for (int round = tally.rounds() + 1; tally.kills() < KILLS; round++) {
            try (KillShop shop = shop(ledger, "round-" + round)) {
                killed(shop, program, tally.begin(round), new SplittableRandom(SEED + round));

                KillShop.End end = shop.end();
                String where = "round " + round + " of seed " + SEED + " with " + ledger + ": " + tally;
                assertThat(end.flags()).as(where).isEqualTo(expected.flags());
                assertThat(end.changes()).as(where).isEqualTo(expected.changes());
                assertThat(end.writes()).as(where).isEqualTo(expected.writes());
                assertThat(end.notices()).as(where).isEqualTo(expected.notices());
                assertThat(end.positions()).as(where).isEqualTo(expected.positions());
                tally.end(shop.repeated(), shop.leftOpen());
            }
        }
        System.getLogger("RandomKillsTest").log(System.Logger.Level.INFO, "{0}", tally);
    }

    /** Lets runs begin until nothing is left to do, each of them killed at some place if it comes there. */
    private static void killed(KillShop shop, PackedProgram program, KillTally tally, SplittableRandom random)
            throws Exception {
        for (int run = 0; run < MOST_RUNS; run++) {
            KillPlaces.Aim aim = KillPlaces.Aim.random(random, random.nextInt(5) > 0 ? SOON : LATE, LONGEST_MICROS);
            if (!shop.run(program, aim, tally)) {
                return;
            }
        }
        throw new AssertionError("still something to do after " + MOST_RUNS + " runs: " + tally);
    }

    private KillShop shop(KillShop.Kind ledger, String name) throws IOException {
        return new KillShop(Files.createDirectory(folder.resolve(name)), ledger, UnleashServer.shared());
    }
}
