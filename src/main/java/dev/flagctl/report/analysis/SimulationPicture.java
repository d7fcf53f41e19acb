// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.analysis;

import dev.flagctl.report.Spans;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Draws the share over time of every simulated rollout as an SVG picture; where a guardrail took it back is marked. */
public final class SimulationPicture {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 340;
    private static final int LEFT = 56;
    private static final int RIGHT = WIDTH - 24;
    private static final int TOP = 56;
    private static final int BOTTOM = HEIGHT - 40;
    private static final int MOST_TICKS = 8;
    private static final double[] TOPS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1};
    private static final Duration[] STEPS = {
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofMinutes(30),
        Duration.ofHours(1),
        Duration.ofHours(2),
        Duration.ofHours(4),
        Duration.ofHours(8),
        Duration.ofDays(1),
        Duration.ofDays(2),
        Duration.ofDays(4),
        Duration.ofDays(7)
    };

    /** By how a life ended; the words beside them say the same, for who cannot tell the colours apart. */
    private static final Map<String, String> COLOURS = new TreeMap<>(Map.of(
            "DONE",
            "#1e8449",
            "ROLLED_BACK",
            "#c0392b",
            "PAUSED",
            "#b9770e",
            "STOPPED",
            "#6c3483",
            "MOVING",
            "#2471a3"));

    private final Simulation simulation;
    private final double longest;
    /** Share at the upper edge: a rollout that ended at one percent would be a flat line below a hundred. */
    private final double top;

    private final StringBuilder svg = new StringBuilder();

    private SimulationPicture(Simulation simulation) {
        this.simulation = simulation;
        this.longest = Math.max(1, simulation.longest().toMillis());
        double largest = 0;
        for (SimulatedLife life : simulation.lives()) {
            for (SimulatedLife.Moment moment : life.moments()) {
                largest = Math.max(largest, moment.share());
            }
        }
        this.top = topOf(largest);
    }

    private static double topOf(double share) {
        for (double top : TOPS) {
            if (share <= top) {
                return top;
            }
        }
        return 1;
    }

    /** Returns the picture. */
    public static String of(Simulation simulation) {
        return new SimulationPicture(simulation).draw();
    }

    private String draw() {
        int runs = simulation.lives().size();
        String title =
                simulation.feature() + " · " + simulation.scenario() + " · " + runs + (runs == 1 ? " run" : " runs");
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" width=\""
                + WIDTH + "\" height=\"" + HEIGHT + "\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n");
        svg.append("<title>").append(escaped(title)).append("</title>\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        text(LEFT, 20, "start", "font-size=\"14\" font-weight=\"bold\"", title);
        text(LEFT, 37, "start", "fill=\"#555\"", simulation.words());
        axes();
        double opacity = Math.max(0.15, Math.min(1, 6.0 / runs));
        simulation.lives().forEach(life -> life(life, opacity));
        legend();
        return svg.append("</svg>\n").toString();
    }

    private void axes() {
        for (int i = 0; i <= 4; i++) {
            double y = y(top * i / 4);
            line(LEFT, y, RIGHT, y, i == 0 ? "#333" : "#ddd");
            BigDecimal percent = BigDecimal.valueOf(25 * top * i).stripTrailingZeros();
            text(LEFT - 8, y + 4, "end", "fill=\"#333\"", percent.toPlainString() + "%");
        }
        long step = step();
        for (long at = 0; at <= longest; at += step) {
            double x = x(Duration.ofMillis(at));
            line(x, BOTTOM, x, BOTTOM + 4, "#333");
            text(x, BOTTOM + 18, "middle", "fill=\"#333\"", at == 0 ? "0" : Spans.of(Duration.ofMillis(at)));
        }
    }

    private long step() {
        for (Duration step : STEPS) {
            if (longest / step.toMillis() <= MOST_TICKS) {
                return step.toMillis();
            }
        }
        return STEPS[STEPS.length - 1].toMillis()
                * (long) Math.ceil(longest / MOST_TICKS / STEPS[STEPS.length - 1].toMillis());
    }

    private void life(SimulatedLife life, double opacity) {
        StringBuilder path = new StringBuilder(String.format(Locale.ROOT, "M%.1f %.1f", (double) LEFT, y(0)));
        double share = 0;
        double fall = -1;
        for (SimulatedLife.Moment moment : life.moments()) {
            double x = x(moment.at());
            path.append(String.format(Locale.ROOT, " L%.1f %.1f L%.1f %.1f", x, y(share), x, y(moment.share())));
            fall = moment.share() < share ? x : fall;
            share = moment.share();
        }
        path.append(String.format(Locale.ROOT, " L%.1f %.1f", x(life.lasted()), y(share)));
        String colour = COLOURS.getOrDefault(life.end(), "#333");
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\" stroke-opacity=\"%.2f\"/>\n",
                path,
                colour,
                opacity));
        if (fall >= 0) {
            svg.append(String.format(
                    Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n", fall, y(share), colour));
        }
    }

    private void legend() {
        double x = RIGHT;
        for (Map.Entry<String, Integer> end : simulation.ends().entrySet()) {
            String words = end.getKey() + " " + end.getValue();
            text(
                    x,
                    20,
                    "end",
                    "fill=\"" + COLOURS.getOrDefault(end.getKey(), "#333") + "\" font-weight=\"bold\"",
                    words);
            x -= 9.0 * words.length() + 14;
        }
    }

    private double x(Duration at) {
        return LEFT + at.toMillis() / longest * (RIGHT - LEFT);
    }

    private double y(double share) {
        return BOTTOM - share / top * (BOTTOM - TOP);
    }

    private void line(double x1, double y1, double x2, double y2, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
                x1,
                y1,
                x2,
                y2,
                colour));
    }

    private void text(double x, double y, String anchor, String style, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>\n",
                x,
                y,
                anchor,
                style,
                escaped(words)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
