// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.ChangeAction;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.Json;

/**
 * The three numbers that GitLab shows in a merge request for a {@code terraform} report: {@code create}, {@code update}, {@code delete}.
 *
 * <p>To archive counts as delete, which flagctl never does; what only moves the record counts as update, so that the sum is what is due.
 */
final class GitlabCounts implements PlanView {

    @Override
    public String render(Plan plan, PlanCover cover) {
        int create = 0;
        int delete = 0;
        int update = 0;
        for (Change change : plan.changes()) {
            if (change.isDue() && change.action() == ChangeAction.CREATE) {
                create++;
            } else if (change.isDue() && change.action() == ChangeAction.ARCHIVE) {
                delete++;
            } else if (change.isDue()) {
                update++;
            }
        }
        int[] counts = {create, update, delete};
        return Json.line(json -> {
                    json.writeNumberProperty("create", counts[0]);
                    json.writeNumberProperty("update", counts[1]);
                    json.writeNumberProperty("delete", counts[2]);
                })
                + "\n";
    }
}
