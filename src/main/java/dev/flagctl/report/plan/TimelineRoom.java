// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The stages that find room on a line.
 *
 * @param segments the first stages, at least one when there is any
 * @param left how many stages find none
 * @param end when the last stage of the rollout has baked, at the earliest
 */
record TimelineRoom(List<TimelineSegment> segments, int left, Instant end) {

    /** Fits in as many stages of a rollout as there is room for beside the words at the end. */
    static TimelineRoom of(Page page, Moments moments, List<TimelineStep> steps, Exposure before) {
        List<TimelineStep> rollout = rolloutOf(steps);
        if (rollout.isEmpty()) {
            return new TimelineRoom(List.of(), 0, moments.now());
        }
        TimelineStep last = rollout.get(rollout.size() - 1);
        Instant end = last.earliest().plus(last.stage().bake().time());
        List<TimelineSegment> segments = new ArrayList<>();
        TimelineRoom fitting = new TimelineRoom(segments, rollout.size(), end);
        int column = TimelineDrawing.INDENT;
        Exposure exposed = before;
        for (TimelineStep step : rollout) {
            String exposure = ChangeWords.difference(step.stage().exposure(), exposed);
            TimelineSegment segment = TimelineSegment.of(page, step, exposure, segments.isEmpty());
            exposed = step.stage().exposure();
            segments.add(segment);
            column += segment.width();
            TimelineRoom room = new TimelineRoom(List.copyOf(segments), rollout.size() - segments.size(), end);
            if (segments.size() == 1 || column + room.widthOfEnd(page, moments) <= page.rightEdge()) {
                fitting = room;
            }
        }
        return fitting;
    }

    /** Returns what stands behind the last segment. */
    String ending(Moments moments) {
        return left == 0 ? "done" : "… " + left + " more, done " + moments.of(end);
    }

    private int widthOfEnd(Page page, Moments moments) {
        return left == 0 ? page.width(moments.withDay(end)) : 2 + page.width(ending(moments));
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
}
