// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stages to come as a line in time, not to scale.
 *
 * <p>The first column is what this plan does. A diamond stands where a person or another gate must agree; stages that find no room are counted.
 */
final class TimelineDrawing {

    static final int INDENT = 4;

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
        TimelineRoom room = TimelineRoom.of(page, moments, steps, before);
        if (room.segments().isEmpty()) {
            return;
        }
        times(room.segments(), room.left() == 0 ? room.end() : null);
        borders(room.segments(), room.ending(moments));
        rows(room.segments());
        bottom(room.segments());
    }

    private void times(List<TimelineSegment> segments, @Nullable Instant end) {
        int column = INDENT;
        Instant shown = null;
        for (TimelineSegment segment : segments) {
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

    private void borders(List<TimelineSegment> segments, String end) {
        page.add(" ".repeat(INDENT));
        for (int i = 0; i < segments.size(); i++) {
            TimelineSegment segment = segments.get(i);
            page.add(i == 0 ? "├" : segment.step().gates().isEmpty() ? "┼" : "◆");
            String title = "── " + segment.title() + " ";
            page.add(title + "─".repeat(Math.max(0, segment.width() - 1 - page.width(title))));
        }
        page.add("┤ ").add(end).end();
    }

    private void rows(List<TimelineSegment> segments) {
        int height = 0;
        for (TimelineSegment segment : segments) {
            height = Math.max(height, segment.lines().size());
        }
        for (int row = 0; row < height; row++) {
            int column = INDENT;
            for (TimelineSegment segment : segments) {
                page.pad(column).add("│");
                page.pad(column + TimelineSegment.BORDER)
                        .add(row < segment.lines().size() ? segment.lines().get(row) : "");
                column += segment.width();
            }
            page.pad(column).add("│").end();
        }
    }

    private void bottom(List<TimelineSegment> segments) {
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
}
