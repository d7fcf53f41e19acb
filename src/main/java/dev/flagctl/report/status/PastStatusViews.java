// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.status;

import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.report.Bar;
import dev.flagctl.report.Format;
import dev.flagctl.report.Json;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;
import dev.flagctl.report.plan.ChangeWords;
import dev.flagctl.report.plan.PlanJson;
import dev.flagctl.run.PastStates.PastState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Shows where features stood at an earlier time, from what the ledger recorded; what would have come next is not in it. */
public final class PastStatusViews {

    private final Looks looks;
    private final Instant time;
    private final boolean wide;

    /**
     * Makes the views of one time.
     *
     * @param time the time that is looked back to
     * @param wide whether version and entry are shown too
     */
    public PastStatusViews(Looks looks, Instant time, boolean wide) {
        this.looks = looks;
        this.time = time;
        this.wide = wide;
    }

    /**
     * Returns the whole text, each line with its end.
     *
     * @param all whether features at rest are shown too
     * @throws IllegalArgumentException when {@link StatusViews#formats} lacks the format
     */
    public String render(Format format, String project, List<PastState> states, boolean all) {
        List<PastState> shown =
                states.stream().filter(state -> all || !isAtRest(state)).toList();
        return switch (format) {
            case TEXT -> text(states, shown);
            case SHORT -> names(shown);
            case JSON -> json(project, states, shown);
            case JSONL, CSV, MARKDOWN, HTML, SARIF, GITHUB ->
                throw new IllegalArgumentException("there is no status as " + format.word());
        };
    }

    private static boolean isAtRest(PastState state) {
        PositionKind kind = state.recorded().position().kind();
        return kind == PositionKind.DONE || kind == PositionKind.ARCHIVED;
    }

    private String text(List<PastState> states, List<PastState> shown) {
        Page page = new Page(looks);
        boolean environments = states.stream()
                        .map(state -> state.key().environment())
                        .distinct()
                        .count()
                > 1;
        if (!shown.isEmpty()) {
            List<List<String>> rows = new ArrayList<>();
            shown.forEach(state -> rows.add(row(state, environments)));
            StatusTextView.draw(page, heads(environments), rows);
        }
        long moving = states.stream().filter(state -> !isAtRest(state)).count();
        long steady = states.size() - moving;
        page.add(Numbers.count(moving) + " moving, " + Numbers.count(steady) + " steady");
        page.add(steady == 0 || shown.size() == states.size() ? "" : " (--all)");
        return page.add(" · as recorded before " + new Moments(Instant.EPOCH).full(time))
                .end()
                .toString();
    }

    private List<String> heads(boolean environments) {
        List<String> heads = new ArrayList<>(List.of("FEATURE"));
        if (environments) {
            heads.add("ENVIRONMENT");
        }
        heads.addAll(List.of("STAGE", "EXPOSURE", ""));
        if (wide) {
            heads.addAll(List.of("VERSION", "ENTRY", "BY"));
        }
        heads.addAll(List.of("POSITION", "SINCE"));
        return heads;
    }

    private List<String> row(PastState state, boolean environments) {
        Position position = state.recorded().position();
        List<String> row = new ArrayList<>(List.of(state.key().feature()));
        if (environments) {
            row.add(state.key().environment());
        }
        row.add(stage(position));
        row.add(ChangeWords.exposure(state.recorded().flag()));
        row.add(Bar.of(state.recorded().flag().exposure().everyone().fraction(), 5, '░'));
        if (wide) {
            row.add(position.version());
            row.add(Long.toString(state.entry().serial()));
            row.add(state.entry().draft().actor());
        }
        row.add(word(position.kind()));
        row.add(new Moments(time).of(position.since()));
        return row;
    }

    private static String stage(Position position) {
        return position.stage() < 0 ? "" : (position.stage() + 1) + ", " + position.stageName();
    }

    private static String word(PositionKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String names(List<PastState> shown) {
        StringBuilder text = new StringBuilder();
        shown.forEach(state -> text.append(looks.say(state.key().feature())).append('\n'));
        return text.toString();
    }

    private String json(String project, List<PastState> states, List<PastState> shown) {
        long moving = states.stream().filter(state -> !isAtRest(state)).count();
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            json.writeStringProperty("project", project);
            json.writeStringProperty("at", time.toString());
            json.writeNumberProperty("moving", moving);
            json.writeNumberProperty("steady", states.size() - moving);
            Json.array(json, "features", () -> shown.forEach(state -> feature(json, state)));
        });
    }

    private static void feature(JsonGenerator json, PastState state) {
        Position position = state.recorded().position();
        json.writeStartObject();
        json.writeStringProperty("feature", state.key().feature());
        json.writeStringProperty("environment", state.key().environment());
        json.writeStringProperty("version", position.version());
        json.writeNumberProperty("stage", position.stage());
        json.writeStringProperty("stageName", position.stageName());
        json.writeStringProperty("position", word(position.kind()));
        json.writeStringProperty("since", position.since().toString());
        json.writeStringProperty(
                "exposure", ChangeWords.exposure(state.recorded().flag()));
        PlanJson.flag(json, "flag", state.recorded().flag());
        json.writeNumberProperty("serial", state.entry().serial());
        json.writeStringProperty("actor", state.entry().draft().actor());
        json.writeStringProperty("time", state.entry().draft().time().toString());
        json.writeEndObject();
    }
}
