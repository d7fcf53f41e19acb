// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.status;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Moments;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Shows where features stand, from a plan that nobody applies. */
public final class StatusViews {

    private static final Set<Format> FORMATS = EnumSet.of(Format.TEXT, Format.SHORT, Format.JSON);

    private StatusViews() {}

    /** Returns the formats that there is a view for; short has the names only. */
    public static Set<Format> formats() {
        return EnumSet.copyOf(FORMATS);
    }

    /**
     * Returns the whole text, each line with its end.
     *
     * @throws IllegalArgumentException when {@link #formats} lacks the format
     */
    public static String render(Format format, Looks looks, Plan plan, StatusCover cover) {
        return switch (format) {
            case TEXT -> new StatusTextView(looks).render(plan, standings(plan, cover.all()), cover);
            case SHORT -> names(plan, cover, looks);
            case JSON -> StatusJsonView.render(plan, standings(plan, cover.all()), cover);
            case JSONL, CSV, MARKDOWN, HTML, SARIF, GITHUB ->
                throw new IllegalArgumentException("there is no status as " + format.word());
        };
    }

    /** Returns a text that takes the place of all that a terminal shows (ECMA-48 CUP and ED). */
    public static String anew(String text) {
        return "\u001b[H\u001b[J" + text;
    }

    private static List<Standing> standings(Plan plan, boolean all) {
        Moments moments = new Moments(plan.now());
        List<Standing> standings = new ArrayList<>();
        for (Change change : plan.changes()) {
            if (all || !Standing.isSteady(change)) {
                standings.add(Standing.of(change, moments));
            }
        }
        return standings;
    }

    private static String names(Plan plan, StatusCover cover, Looks looks) {
        StringBuilder text = new StringBuilder();
        for (Change change : plan.changes()) {
            if (cover.all() || !Standing.isSteady(change)) {
                text.append(looks.say(change.key().feature())).append('\n');
            }
        }
        return text.toString();
    }
}
