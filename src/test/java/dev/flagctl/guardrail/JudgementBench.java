// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.guardrail.Simulation.Minute;
import dev.flagctl.model.Bucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Judges many rollouts of a known truth by the engine and, in the same run, by what other tools do; writes the table of {@code docs/judgement.md}.
 * Run with the test class path: {@code JudgementBench PAGE [rollouts]}.
 */
public final class JudgementBench {

    private static final String BEGIN = "<!-- table -->";
    private static final String END = "<!-- end of table -->";
    private static final int MINUTES = 120;

    private JudgementBench() {}

    /** One row: its name, whether harm is true, and the rollouts. */
    private record Setting(String name, Simulation simulation) {}

    /** Judges a rollout minute by minute; returns the minute at which it stops, or 0 when it never does. */
    private interface Judging {
        int stops(List<Bucket> buckets);
    }

    public static void main(String[] args) throws IOException {
        Path page = Path.of(args[0]);
        int rollouts = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
        StringBuilder table = new StringBuilder(BEGIN + "\n\n");
        table.append(
                "| truth | flagctl | z at each minute | fixed threshold | Mann-Whitney |\n|---|--:|--:|--:|--:|\n");
        for (Setting setting : settings(rollouts)) {
            table.append("| ").append(setting.name());
            for (Judging judging : List.<Judging>of(
                    JudgementBench::engine, JudgementBench::z, JudgementBench::threshold, JudgementBench::ranks)) {
                table.append(" | ").append(cell(setting.simulation(), judging));
            }
            table.append(" |\n");
        }
        table.append("\n")
                .append(rollouts)
                .append(" rollouts of ")
                .append(MINUTES)
                .append(" minutes each. ");
        table.append(replay()).append("\n\n").append(END);
        String text = Files.readString(page);
        Files.writeString(
                page,
                text.substring(0, text.indexOf(BEGIN)) + table + text.substring(text.indexOf(END) + END.length()));
    }

    private static List<Setting> settings(int n) {
        List<Setting> settings = new ArrayList<>();
        settings.add(
                setting("harmless, 100 : 100 a minute, 0.5 % bad", n, 1, (m, r) -> new Minute(100, 100, 0.005, 1)));
        settings.add(setting("harmless, 900 : 100", n, 2, (m, r) -> new Minute(900, 100, 0.005, 1)));
        settings.add(setting(
                "harmless, ramp 1 → 50 %, base rises 0.2 → 1.5 %",
                n, 3, (m, r) -> SimulationTest.ramp(m, 0.002 + 0.013 * m / 119, 1)));
        settings.add(setting(
                "harmless, shocks that both arms share",
                n,
                4,
                (m, r) -> new Minute(900, 100, Math.min(0.5, 0.005 * Simulation.shock(r)), 1)));
        settings.add(new Setting(
                "harmless, retry bursts of 4, 100 : 100", Simulation.ofBursts(5, n, MINUTES, 100, 100, 0.005, 1)));
        settings.add(new Setting(
                "harmless, retry bursts of 4, 900 : 100", Simulation.ofBursts(6, n, MINUTES, 900, 100, 0.005, 1)));
        settings.add(setting("harmless, 18 : 2 a minute", n, 7, (m, r) -> SimulationTest.trickle(r, 1)));
        settings.add(setting("1.5 times as bad, 100 : 100", n, 8, (m, r) -> new Minute(100, 100, 0.005, 1.5)));
        settings.add(setting("2 times", n, 9, (m, r) -> new Minute(100, 100, 0.005, 2)));
        settings.add(setting("4 times", n, 10, (m, r) -> new Minute(100, 100, 0.005, 4)));
        settings.add(setting("10 times", n, 11, (m, r) -> new Minute(100, 100, 0.005, 10)));
        settings.add(setting("2 times, 900 : 100", n, 12, (m, r) -> new Minute(900, 100, 0.005, 2)));
        settings.add(setting(
                "1.5 times, ramp 1 → 50 %, base falls 1.5 → 0.2 %",
                n, 13, (m, r) -> SimulationTest.ramp(m, 0.015 - 0.013 * m / 119, 1.5)));
        settings.add(new Setting(
                "2 times, retry bursts of 4, 200 : 200", Simulation.ofBursts(14, n, MINUTES, 200, 200, 0.005, 2)));
        settings.add(setting("20 times, 18 : 2 a minute", n, 15, (m, r) -> SimulationTest.trickle(r, 20)));
        return settings;
    }

    private static Setting setting(String name, int rollouts, long seed, Simulation.Truth truth) {
        return new Setting(name, Simulation.of(seed, rollouts, MINUTES, truth));
    }

    private static String cell(Simulation simulation, Judging judging) {
        int[] stops = simulation.rollouts().stream()
                .mapToInt(judging::stops)
                .filter(s -> s > 0)
                .sorted()
                .toArray();
        double share = stops.length / (double) simulation.rollouts().size();
        String median = stops.length == 0 ? "" : " / " + stops[stops.length / 2];
        return String.format(Locale.ROOT, "%.3f%s", share, median);
    }

    private static int engine(List<Bucket> buckets) {
        Judgement judgement = Simulation.judge(buckets);
        return judgement.failedAt() == null
                ? 0
                : (int) java.time.Duration.between(Given.START, judgement.failedAt())
                        .toMinutes();
    }

    private static int z(List<Bucket> all) {
        List<Bucket> buckets = Simulation.during(all);
        double[] sums = new double[4];
        for (int i = 0; i < buckets.size(); i++) {
            add(sums, buckets.get(i));
            double p = (sums[1] + sums[3]) / (sums[0] + sums[2]);
            double error = Math.sqrt(p * (1 - p) * (1 / sums[0] + 1 / sums[2]));
            if ((sums[3] / sums[2] - sums[1] / sums[0]) / error > 1.645) {
                return i + 1;
            }
        }
        return 0;
    }

    private static void add(double[] sums, Bucket bucket) {
        sums[0] += bucket.control().units();
        sums[1] += bucket.control().bad();
        sums[2] += bucket.treatment().units();
        sums[3] += bucket.treatment().bad();
    }

    /** As Flagger: a check each minute that 99 % succeed, and five failed checks; a minute without requests is a failed check. */
    private static int threshold(List<Bucket> all) {
        List<Bucket> buckets = Simulation.during(all);
        int failed = 0;
        for (int i = 0; i < buckets.size(); i++) {
            double units = buckets.get(i).treatment().units();
            failed += units == 0 || buckets.get(i).treatment().bad() > 0.01 * units ? 1 : 0;
            if (failed == 5) {
                return i + 1;
            }
        }
        return 0;
    }

    /** As Kayenta: every ten minutes the rates of minutes by their ranks; that the interval of 98 % is above 0 is a one-sided test at 1 %. */
    private static int ranks(List<Bucket> all) {
        List<Bucket> buckets = Simulation.during(all);
        for (int end = 10; end <= buckets.size(); end += 10) {
            double[] control = new double[end];
            double[] treatment = new double[end];
            for (int i = 0; i < end; i++) {
                control[i] = rate(
                        buckets.get(i).control().bad(), buckets.get(i).control().units());
                treatment[i] = rate(
                        buckets.get(i).treatment().bad(),
                        buckets.get(i).treatment().units());
            }
            if (FixedTest.mannWhitney(control, treatment, true).p() < 0.01) {
                return end;
            }
        }
        return 0;
    }

    private static double rate(long bad, long units) {
        return units == 0 ? 0 : (double) bad / units;
    }

    /** Replays a million buckets, as {@code explain} would, and tells the fastest of three. */
    private static String replay() {
        SplittableRandom random = new SplittableRandom(1);
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            buckets.add(Given.bucket(
                    i, 900 + random.nextInt(100), random.nextInt(9), 90 + random.nextInt(20), random.nextInt(2)));
        }
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            Simulation.judge(buckets);
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return String.format(Locale.ROOT, "A million buckets are replayed in %.1f s.", best);
    }
}
