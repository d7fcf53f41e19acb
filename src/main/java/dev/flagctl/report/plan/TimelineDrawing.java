package dev.flagctl.report.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.Stage;
import dev.flagctl.model.StageKind;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Page;
import dev.flagctl.report.Spans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stages to come as a line in time, not to scale.
 *
 * <p>The first column is what this plan does. A diamond stands where a person or another gate must agree; stages that find no room are counted.
 */
final class TimelineDrawing {

    private static final int INDENT = 4;
    /** Columns of a border and the blanks or dashes behind it. */
    private static final int BORDER = 4;

    private static final int NARROWEST = 15;

    private final Page page;
    private final Moments moments;

    TimelineDrawing(Page page, Moments moments) {
        this.page = page;
        this.moments = moments;
    }

    /**
     * Draws the stages of a rollout.
     *
     * @param before what is exposed before the first of them
     */
    void write(List<TimelineStep> steps, Exposure before) {
        List<TimelineStep> rollout = rolloutOf(steps);
        if (rollout.isEmpty()) {
            return;
        }
        Instant end = endOf(rollout.get(rollout.size() - 1));
        List<Segment> segments = fitting(rollout, end, before);
        int left = rollout.size() - segments.size();
        times(segments, left == 0 ? end : null);
        borders(segments, ending(left, end));
        rows(segments);
        bottom(segments);
    }

    /** Returns as many segments as find room beside the words at the end, at least one. */
    private List<Segment> fitting(List<TimelineStep> rollout, Instant end, Exposure before) {
        List<Segment> segments = new ArrayList<>();
        List<Segment> fitting = List.of();
        int column = INDENT;
        Exposure last = before;
        for (TimelineStep step : rollout) {
            String exposure = ChangeWords.difference(step.stage().exposure(), last);
            Segment segment = Segment.of(page, step, exposure, segments.isEmpty());
            last = step.stage().exposure();
            segments.add(segment);
            column += segment.width();
            int left = rollout.size() - segments.size();
            int words = left == 0 ? moments.withDay(end).length() : 2 + page.width(ending(left, end));
            if (fitting.isEmpty() || column + words <= page.rightEdge()) {
                fitting = List.copyOf(segments);
            }
        }
        return fitting;
    }

    private String ending(int left, Instant end) {
        return left == 0 ? "done" : "… " + left + " more, done " + moments.of(end);
    }

    private static List<TimelineStep> rolloutOf(List<TimelineStep> steps) {
        List<TimelineStep> rollout = new ArrayList<>();
        for (TimelineStep step : steps) {
            if (step.stage().kind().isRollout()) {
                rollout.add(step);
            }
        }
        return rollout;
    }

    private static Instant endOf(TimelineStep last) {
        return last.earliest().plus(last.stage().bake().time());
    }

    private void times(List<Segment> segments, @Nullable Instant end) {
        int column = INDENT;
        Instant shown = null;
        for (Segment segment : segments) {
            page.to(column).add(label(segment.step().earliest(), shown));
            shown = segment.step().earliest();
            column += segment.width();
        }
        if (end != null) {
            page.to(column).add(label(end, shown));
        }
        page.end();
    }

    /** The day is said once: with the first time of it. */
    private String label(Instant time, @Nullable Instant before) {
        if (before != null && Moments.sameDay(before, time)) {
            return Moments.clock(time);
        }
        return moments.withDay(time);
    }

    private void borders(List<Segment> segments, String end) {
        page.add(" ".repeat(INDENT));
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            page.add(i == 0 ? "├" : segment.step().gates().isEmpty() ? "┼" : "◆");
            String title = "── " + segment.title() + " ";
            page.add(title + "─".repeat(Math.max(0, segment.width() - 1 - page.width(title))));
        }
        page.add("┤ ").add(end).end();
    }

    private void rows(List<Segment> segments) {
        int height = 0;
        for (Segment segment : segments) {
            height = Math.max(height, segment.lines().size());
        }
        for (int row = 0; row < height; row++) {
            int column = INDENT;
            for (Segment segment : segments) {
                page.pad(column).add("│");
                page.pad(column + BORDER)
                        .add(row < segment.lines().size() ? segment.lines().get(row) : "");
                column += segment.width();
            }
            page.pad(column).add("│").end();
        }
    }

    private void bottom(List<Segment> segments) {
        page.add(" ".repeat(INDENT)).add(Ink.DIM, "└" + filled(segments.get(0).width() - 1, "── this plan "));
        int rest = -1;
        for (int i = 1; i < segments.size(); i++) {
            rest += segments.get(i).width();
        }
        if (rest > 0) {
            page.add(
                    Ink.DIM,
                    "┴"
                            + filled(
                                    rest,
                                    "── later, planned again at each tick; earliest times ",
                                    "── later, earliest times ",
                                    "── later "));
        }
        page.add(Ink.DIM, "┘").end();
    }

    /** Returns the most telling words that find room, and the line behind them. */
    private String filled(int width, String... words) {
        for (String each : words) {
            if (page.width(each) <= width) {
                return each + "─".repeat(width - page.width(each));
            }
        }
        return "─".repeat(Math.max(0, width));
    }

    /**
     * One stage of the drawing.
     *
     * @param lines what stands below the title
     * @param width columns with the border before it
     */
    private record Segment(TimelineStep step, String title, List<String> lines, int width) {

        static Segment of(Page page, TimelineStep step, String exposure, boolean first) {
            Stage stage = step.stage();
            List<String> lines = new ArrayList<>();
            String bake = bake(stage);
            List<String> gates = first ? List.of() : step.gates();
            if (gates.isEmpty()) {
                lines.add(exposure);
                lines.add(bake);
            } else {
                lines.add(bake.isEmpty() ? exposure : exposure + ", " + bake);
                lines.addAll(gates);
            }
            lines.removeIf(String::isEmpty);
            String title = "stage " + (step.index() + 1);
            int width = page.width(title) + 2;
            for (String line : lines) {
                width = Math.max(width, page.width(line));
            }
            return new Segment(step, title, lines, Math.max(NARROWEST, BORDER + width + 2));
        }

        private static String bake(Stage stage) {
            if (stage.bake().time().isZero()) {
                return stage.bake().exposures() == 0 ? "" : stage.bake().exposures() + " exposures";
            }
            String word = stage.kind() == StageKind.SOAK ? "soak " : "bake ";
            return word + Spans.of(stage.bake().time());
        }
    }
}
