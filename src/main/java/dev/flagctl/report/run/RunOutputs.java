// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.ChangeAction;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.codec.PlanFile;
import dev.flagctl.report.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What later steps of a CI job, or the host itself, want to know of a run. */
final class RunOutputs {

    private RunOutputs() {}

    /** Returns the lines {@code name=value} that {@code $GITHUB_OUTPUT} and dotenv reports take. */
    static String lines(RunAccount account, int exitCode) {
        Plan plan = account.plan();
        Map<String, String> outputs = new LinkedHashMap<>();
        outputs.put("has-changes", String.valueOf(!account.live().isEmpty()));
        outputs.put("done", String.valueOf(account.done()));
        outputs.put("failed", String.valueOf(account.failed().size()));
        outputs.put("not-tried", String.valueOf(account.skipped().size()));
        outputs.put("holding", String.valueOf(account.holds().size()));
        outputs.put("rolled-back", String.valueOf(account.rolledBack()));
        outputs.put("plan-digest", plan == null ? "" : PlanFile.digest(plan));
        outputs.put("result", String.valueOf(exitCode));
        StringBuilder text = new StringBuilder();
        outputs.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    /** Returns the numbers of a {@code terraform} report of GitLab, of what took effect; see the same report on a plan. */
    static String gitlab(RunAccount account) {
        int create = 0;
        int delete = 0;
        for (Change change : account.live()) {
            create += change.action() == ChangeAction.CREATE ? 1 : 0;
            delete += change.action() == ChangeAction.ARCHIVE ? 1 : 0;
        }
        int[] counts = {create, account.live().size() - create - delete, delete};
        return Json.line(json -> {
                    json.writeNumberProperty("create", counts[0]);
                    json.writeNumberProperty("update", counts[1]);
                    json.writeNumberProperty("delete", counts[2]);
                })
                + "\n";
    }
}
