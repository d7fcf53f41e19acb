// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in words what an entry of the ledger says. */
final class EntryWords {

    private EntryWords() {}

    static String kind(EntryKind kind) {
        return switch (kind) {
            case RUN_STARTED -> "run began";
            case RUN_ENDED -> "run ended";
            case TASK_STARTED -> "began";
            case TASK_DONE -> "done";
            case TASK_FAILED -> "failed";
            case SPEC -> "new spec";
            case DECISION -> "decided";
            case ADOPTED -> "adopted";
            case DATA -> "data";
            case APPROVED -> "approved";
            case REJECTED -> "rejected";
            case UNLOCKED -> "unlocked";
            case PRUNED -> "pruned";
        };
    }

    /** Returns why, or what it is about: one sentence without its period, empty when the body says nothing to people. */
    static String why(Entry entry) {
        if (entry.draft().kind() == EntryKind.TASK_STARTED) {
            return or(entry.draft().task());
        }
        EntryBody body = EntryBody.brief(entry.draft().body());
        return switch (entry.draft().kind()) {
            case TASK_DONE, DECISION, ADOPTED -> decided(body);
            case TASK_FAILED, UNLOCKED -> or(body.first("why", "reason"));
            case PRUNED ->
                "the evidence of " + or(counted(body.first("entries"), "entry", "entries")) + " up to "
                        + or(entry.draft().task());
            case TASK_STARTED -> or(entry.draft().task());
            case DATA -> or(body.first("metric")) + " " + or(body.first("state")) + joined(": ", body.first("why"), "");
            case SPEC -> "version " + or(body.first("metadata.version", "version"));
            case APPROVED, REJECTED -> approval(body);
            case RUN_STARTED ->
                joined(
                        "plan ",
                        body.first("plan"),
                        joined(", ", counted(body.first("changes"), "change", "changes"), ""));
            case RUN_ENDED ->
                or(body.first("done")) + " done, " + or(body.first("failed")) + " failed, " + or(body.first("skipped"))
                        + " not tried";
        };
    }

    private static String decided(EntryBody body) {
        String delivered = body.first("delivered");
        if (delivered != null) {
            String kind = or(body.first("notice")).toLowerCase(Locale.ROOT).replace('_', ' ');
            return "told " + or(body.first("to")) + ": " + kind;
        }
        String passed = body.first("passed");
        if (passed != null) {
            return "hook " + passed + " passed";
        }
        String kind = or(body.first("decision.kind"));
        String change = field(body, "exposure");
        return (kind.isEmpty() ? "" : kind + " ")
                + (change.isEmpty() ? "" : change + ": ")
                + or(body.first("decision.because", "why", "receipt"));
    }

    private static String field(EntryBody body, String name) {
        for (int i = 0; body.first("fields." + i + ".field") != null; i++) {
            if (name.equals(body.first("fields." + i + ".field"))) {
                return body.first("fields." + i + ".before") + " → " + body.first("fields." + i + ".after");
            }
        }
        return "";
    }

    private static String approval(EntryBody body) {
        String reason = or(body.first("reason"));
        return "stage " + or(body.first("stage")) + " of " + or(body.first("version")) + " for "
                + or(body.first("group")) + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static @Nullable String counted(@Nullable String count, String one, String more) {
        return count == null ? null : count + " " + (count.equals("1") ? one : more);
    }

    private static String joined(String before, @Nullable String text, String after) {
        return text == null ? "" : before + text + after;
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }
}
