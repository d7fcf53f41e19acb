// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks that the rollouts of a feature wait for each other without a circle. */
final class AfterCheck {

    private final Site site;
    private final JsonNode rollouts;
    private final Set<String> done = new HashSet<>();
    private final List<String> path = new ArrayList<>();

    AfterCheck(Site site, JsonNode rollouts) {
        this.site = site;
        this.rollouts = rollouts;
    }

    void run() {
        for (String environment : rollouts.propertyNames()) {
            if (!visit(environment)) {
                return;
            }
        }
    }

    /** Returns false when a circle was found; one is enough to tell. */
    private boolean visit(String environment) {
        JsonNode after = Values.child(rollouts, environment).get("after");
        if (after == null || done.contains(environment)) {
            return true;
        }
        path.add(environment);
        for (int i = 0; i < after.size(); i++) {
            String before = after.get(i).asString();
            String pointer = Pointer.join(Pointer.join(Pointer.join("/spec/rollout", environment), "after"), i);
            if (path.contains(before)) {
                List<String> circle = new ArrayList<>(path.subList(path.indexOf(before), path.size()));
                circle.add(before);
                site.error(
                        DiagnosticCode.AFTER_CYCLE,
                        pointer,
                        "environments wait for each other: " + String.join(" after ", circle),
                        "",
                        "take one of them out of \"after\"");
                return false;
            }
            if (!rollouts.has(before)) {
                missing(before, pointer);
            } else if (!visit(before)) {
                return false;
            }
        }
        path.remove(path.size() - 1);
        done.add(environment);
        return true;
    }

    private void missing(String environment, String pointer) {
        String nearest = Suggestion.nearest(environment, rollouts.propertyNames());
        site.error(
                DiagnosticCode.AFTER_WITHOUT_ROLLOUT,
                pointer,
                "this feature has no rollout in \"" + environment + "\"",
                nearest == null ? "" : "did you mean \"" + nearest + "\"?",
                "add a rollout for it, or take it out of \"after\"");
    }
}
