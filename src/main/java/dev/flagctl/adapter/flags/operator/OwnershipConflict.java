// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Says what a 409 of the API server means: somebody owns a field that was to be changed, or changed the resource in between. */
final class OwnershipConflict {

    private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");
    private static final int MOST_FIELDS = 3;

    private OwnershipConflict() {}

    static AdapterException of(String target, JsonNode status) {
        TreeSet<String> managers = new TreeSet<>();
        List<String> fields = new ArrayList<>();
        for (JsonNode cause : status.path("details").path("causes")) {
            Matcher manager = MANAGER.matcher(cause.path("message").asString(""));
            if (manager.find()) {
                managers.add(manager.group(1));
                fields.add(cause.path("field").asString("").replaceFirst("^\\.", ""));
            }
        }
        if (managers.isEmpty()) {
            return new AdapterException(
                    Failure.TRANSIENT, "write flags", target, "somebody changed it at the same moment");
        }
        return owned(target, managers, shown(fields));
    }

    /** Says that others own what was to be changed, so that nothing was. */
    static AdapterException owned(String target, Set<String> managers, String what) {
        List<String> quoted = new ArrayList<>();
        managers.forEach(manager -> quoted.add("\"" + manager + "\""));
        return new AdapterException(
                Failure.REFUSED,
                "write flags",
                target,
                "the field manager" + (quoted.size() == 1 ? " " : "s ") + String.join(", ", quoted)
                        + (quoted.size() == 1 ? " owns " : " own ") + what
                        + ", and nothing was changed; let one of you write it: see \"Ownership\" in"
                        + " docs/adapters/openfeature-operator.md");
    }

    private static String shown(List<String> fields) {
        return fields.size() <= MOST_FIELDS
                ? String.join(", ", fields)
                : String.join(", ", fields.subList(0, MOST_FIELDS)) + " and " + (fields.size() - MOST_FIELDS) + " more";
    }
}
