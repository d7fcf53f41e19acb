// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Task;
import java.util.HashSet;
import java.util.Set;

/** Opens every adapter that a plan will call, so that a secret that is not set stops it before anything is sent. */
final class Preflight {

    private Preflight() {}

    /**
     * Checks the adapters of all changes but those that take exposure back: nothing may keep these from being done.
     *
     * @throws dev.flagctl.diag.RefusedException when a setting or a secret is missing
     * @throws dev.flagctl.diag.ManifestException when there is no such adapter
     */
    static void check(Plan plan, OpenPorts ports) {
        Set<String> checked = new HashSet<>();
        for (Change change : plan.due()) {
            DecisionKind kind = change.decision().kind();
            if (kind != DecisionKind.ROLL_BACK && kind != DecisionKind.PAUSE) {
                change.tasks().forEach(task -> check(task, ports, checked));
            }
        }
    }

    private static void check(Task task, OpenPorts ports, Set<String> checked) {
        if (task instanceof Task.SendNotice notice && checked.add(notice.adapter())) {
            ports.notifier(notice.adapter());
        } else if (task instanceof Task.RunHook hook && checked.add(hook.adapter())) {
            ports.hook(hook.adapter());
        }
    }
}
