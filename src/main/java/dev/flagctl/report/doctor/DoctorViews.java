// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.doctor;

import dev.flagctl.port.Check;
import dev.flagctl.report.Format;
import dev.flagctl.report.Json;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Page;
import dev.flagctl.report.Symbol;
import dev.flagctl.run.Doctor.Diagnosis;
import java.util.List;
import java.util.Locale;

/** What was found out about the adapters, for people and for programs. */
public final class DoctorViews {

    private static final int WORDS = 6;

    private DoctorViews() {}

    public static String render(Format format, Looks looks, List<Diagnosis> found, DoctorCover cover) {
        return format == Format.JSON ? json(found, cover) : text(looks, found);
    }

    private static String text(Looks looks, List<Diagnosis> found) {
        Page page = new Page(looks);
        int failed = 0;
        int warnings = 0;
        for (Diagnosis each : found) {
            page.add(each.adapter() + "  " + each.type());
            page.add(each.environment().isEmpty() ? "" : " · " + each.environment())
                    .end();
            int column = WORDS + 2;
            for (Check check : each.checks()) {
                column = Math.max(column, WORDS + page.width(check.what()) + 2);
            }
            for (Check check : each.checks()) {
                page.add("  ")
                        .add(symbol(check.state()))
                        .to(WORDS)
                        .add(check.what())
                        .to(column);
                page.wrapped(check.found()).end();
                if (!check.remedy().isEmpty()) {
                    page.to(column).wrapped("do: " + check.remedy()).end();
                }
                failed += check.state() == Check.State.FAILED ? 1 : 0;
                warnings += check.state() == Check.State.WARNING ? 1 : 0;
            }
        }
        String adapters = found.size() + (found.size() == 1 ? " thing" : " things") + " looked at";
        String outcome = failed == 0 ? "nothing keeps flagctl from working" : failed + " to mend";
        return page.add(adapters + " · " + outcome + (warnings == 0 ? "" : " · " + warnings + " to know"))
                .end()
                .toString();
    }

    private static Symbol symbol(Check.State state) {
        return switch (state) {
            case OK -> Symbol.DONE;
            case WARNING -> Symbol.HOLDS;
            case FAILED -> Symbol.FAILED;
            case UNKNOWN -> Symbol.NOT_TRIED;
        };
    }

    private static String json(List<Diagnosis> found, DoctorCover cover) {
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            json.writeStringProperty("project", cover.project());
            json.writeStringProperty("time", cover.time().toString());
            Json.array(json, "adapters", () -> {
                for (Diagnosis each : found) {
                    json.writeStartObject();
                    json.writeStringProperty("adapter", each.adapter());
                    json.writeStringProperty("type", each.type());
                    Json.text(json, "environment", each.environment().isEmpty() ? null : each.environment());
                    Json.array(json, "checks", () -> {
                        for (Check check : each.checks()) {
                            json.writeStartObject();
                            json.writeStringProperty("what", check.what());
                            json.writeStringProperty(
                                    "state", check.state().name().toLowerCase(Locale.ROOT));
                            json.writeStringProperty("found", check.found());
                            Json.text(json, "remedy", check.remedy().isEmpty() ? null : check.remedy());
                            json.writeEndObject();
                        }
                    });
                    json.writeEndObject();
                }
            });
            json.writeNumberProperty("exitCode", cover.exitCode());
        });
    }
}
