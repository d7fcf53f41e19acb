// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.status;

import dev.flagctl.model.FlagState;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.Bar;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;
import java.util.ArrayList;
import java.util.List;

/** Where features stand, as a table with a bar for the share of everybody. */
final class StatusTextView {

    private static final int BAR = 5;
    private static final int LONGEST = 44;

    private final Looks looks;

    StatusTextView(Looks looks) {
        this.looks = looks;
    }

    String render(Plan plan, List<Standing> standings, StatusCover cover) {
        Page page = new Page(looks);
        if (!standings.isEmpty()) {
            table(page, plan, standings, cover);
        }
        for (Failing each : cover.failing()) {
            page.wrapped(each.words(new Moments(plan.now()))).end();
        }
        int moving = 0;
        int past = 0;
        for (Change change : plan.changes()) {
            moving += Standing.isSteady(change) ? 0 : 1;
            past += Standing.isPastSunset(change, plan.now()) ? 1 : 0;
        }
        int steady = plan.changes().size() - moving;
        page.add(Numbers.count(moving) + " moving, " + Numbers.count(steady) + " steady");
        page.add(cover.all() || steady == 0 ? "" : " (--all)");
        page.add(past == 0 ? "" : " · " + past + " past " + (past == 1 ? "its" : "their") + " sunset date");
        page.add(" · " + cover.locks().words());
        page.add(cover.leftOut().isEmpty() ? "" : " · left out: " + String.join(", ", cover.leftOut()));
        return page.add(" · serial " + plan.serial()).end().toString();
    }

    private static void table(Page page, Plan plan, List<Standing> standings, StatusCover cover) {
        List<String> heads = new ArrayList<>(List.of("FEATURE"));
        if (plan.environments().size() > 1) {
            heads.add("ENVIRONMENT");
        }
        heads.addAll(List.of("STAGE", "EXPOSURE", ""));
        if (cover.wide()) {
            heads.addAll(List.of("VERSION", "OWNER", "SINCE"));
        }
        heads.addAll(List.of("POSITION", "NEXT"));
        List<List<String>> rows = new ArrayList<>();
        Moments moments = new Moments(plan.now());
        for (Standing standing : standings) {
            rows.add(row(standing, plan.environments().size() > 1, cover.wide(), moments));
        }
        draw(page, heads, rows);
    }

    /** Draws a table whose columns are as wide as what stands in them. */
    static void draw(Page page, List<String> heads, List<List<String>> rows) {
        int[] columns = columns(page, heads, rows);
        for (int i = 0; i < heads.size(); i++) {
            page.to(columns[i]).add(Ink.DIM, heads.get(i));
        }
        page.end();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                page.to(columns[i]).add(row.get(i));
            }
            page.end();
        }
    }

    private static List<String> row(Standing standing, boolean environment, boolean wide, Moments moments) {
        Change change = standing.change();
        List<String> row = new ArrayList<>(List.of(change.key().feature()));
        if (environment) {
            row.add(change.key().environment());
        }
        row.add(standing.stage());
        row.add(standing.exposure());
        FlagState serves = change.before();
        double share = serves == null ? 0 : serves.exposure().everyone().fraction();
        row.add(Bar.of(share, BAR, '░'));
        if (wide) {
            Recorded recorded = change.recordedBefore();
            row.add(change.version());
            row.add(change.owner());
            row.add(recorded == null ? "" : moments.of(recorded.position().since()));
        }
        row.add(standing.position());
        row.add(standing.next());
        return row;
    }

    private static int[] columns(Page page, List<String> heads, List<List<String>> rows) {
        int[] columns = new int[heads.size()];
        int column = 0;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column;
            int width = page.width(heads.get(i));
            for (List<String> row : rows) {
                width = Math.max(width, Math.min(LONGEST, page.width(row.get(i))));
            }
            column += width + 2;
        }
        return columns;
    }
}
