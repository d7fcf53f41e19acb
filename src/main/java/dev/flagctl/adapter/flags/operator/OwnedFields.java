// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who owns which field of a resource, and what follows for an apply on the server's side: it must name every field that its manager owns, or the
 * server takes the others away; and it takes away only what nobody else owns
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/, "Merge strategy"; the form of {@code fieldsV1} is that of ManagedFieldsEntry).
 */
final class OwnedFields {

    /** The name under which flagctl owns fields. */
    static final String MANAGER = "flagctl";

    private static final JsonNode NOTHING = JsonNodeFactory.instance.missingNode();

    private final JsonNode live;
    private final List<Other> others = new ArrayList<>();
    private JsonNode ours = NOTHING;

    /** What somebody else owns of {@code spec}; one manager may have several such entries, by version and operation. */
    private record Other(String manager, JsonNode fields) {}

    /** @param live the resource as it is, with its {@code metadata.managedFields} */
    OwnedFields(JsonNode live) {
        this.live = live;
        for (JsonNode entry : live.path("metadata").path("managedFields")) {
            String manager = entry.path("manager").asString("");
            JsonNode fields = entry.path("fieldsV1").path("f:spec");
            if (manager.equals(MANAGER) && entry.path("operation").asString("").equals("Apply")) {
                ours = fields;
            } else if (!fields.isMissingNode()) {
                others.add(new Other(manager, fields));
            }
        }
    }

    /** Returns what to apply as {@code spec}: the fields that are owned already, and those that the wanted resource has otherwise. */
    JsonNode applied(JsonNode wanted) {
        JsonNode some = fields(live.path("spec"), wanted.path("spec"), ours);
        return some == null ? flagsOf(JsonNodeFactory.instance.objectNode()) : some;
    }

    /** Returns what to apply as {@code spec} to own all of some flags too, without changing anything. */
    JsonNode adopting(Collection<String> flagKeys) {
        JsonNode some = applied(live);
        ObjectNode flags = (ObjectNode) some.path("flagSpec").path("flags");
        for (String key : flagKeys) {
            flags.set(key, flag(live, key));
        }
        return some;
    }

    /** Returns who else owns something of a flag that the wanted resource does not have any more. */
    Set<String> holders(JsonNode wanted, String flagKey) {
        Set<String> names = new TreeSet<>();
        others.forEach(other -> {
            if (loses(flag(live, flagKey), flag(wanted, flagKey), owned(other.fields(), flagKey), true)) {
                names.add(other.manager());
            }
        });
        return names;
    }

    /** Returns the names of all other managers, ordered. */
    List<String> others() {
        return others.stream().map(Other::manager).distinct().sorted().toList();
    }

    /** Tells whether the wanted resource lacks something of a flag that flagctl does not own yet: the server would leave it there. */
    boolean mustAdopt(JsonNode wanted, String flagKey) {
        return loses(flag(live, flagKey), flag(wanted, flagKey), owned(ours, flagKey), false);
    }

    private static JsonNode flag(JsonNode resource, String key) {
        return resource.path("spec").path("flagSpec").path("flags").path(key);
    }

    private static JsonNode owned(JsonNode fields, String key) {
        return child(child(child(fields, "flagSpec"), "flags"), key);
    }

    private static ObjectNode flagsOf(ObjectNode flags) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.putObject("flagSpec").set("flags", flags);
        return spec;
    }

    private static JsonNode child(JsonNode fields, String name) {
        return fields.path("f:" + name);
    }

    /** Returns what of a value is owned or changed, or null when nothing is. */
    private static @Nullable JsonNode fields(JsonNode live, JsonNode wanted, JsonNode owned) {
        boolean ours = !owned.isMissingNode();
        if (!wanted.isObject()) {
            // Lists are owned as a whole; of an object one may own nothing but that it is there.
            return ours || !wanted.equals(live) ? wanted : null;
        }
        ObjectNode some = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
            String name = entry.getKey();
            JsonNode part = fields(live.path(name), entry.getValue(), child(owned, name));
            if (part != null) {
                some.set(name, part);
            }
        }
        boolean appears = !live.isObject() || owned.has(".") || (ours && owned.isEmpty());
        return some.isEmpty() && !appears ? null : some;
    }

    /** Tells whether a leaf that is live and not wanted is among those owned, or is among those not owned. */
    private static boolean loses(JsonNode live, JsonNode wanted, JsonNode owned, boolean amongOwned) {
        if (live.isMissingNode()) {
            return false;
        }
        if (!live.isObject() || live.isEmpty()) {
            return wanted.isMissingNode() && amongOwned != owned.isMissingNode();
        }
        for (Map.Entry<String, JsonNode> entry : live.properties()) {
            String name = entry.getKey();
            if (loses(entry.getValue(), wanted.path(name), child(owned, name), amongOwned)) {
                return true;
            }
        }
        return false;
    }
}
