// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.adapter.flags.unleash.StrategyChanges.Change;
import tools.jackson.databind.JsonNode;

/** The calls that change one flag in one environment, in the order in which nobody gets it too early. */
final class FlagCalls {

    private final AdminApi api;
    private final String environment;
    private final String key;

    FlagCalls(AdminApi api, String environment, String key) {
        this.api = api;
        this.environment = environment;
        this.key = key;
    }

    void revive() {
        api.revive(key);
    }

    void enable(boolean on) {
        api.enable(environment, key, on);
    }

    /** Makes the flag, and tells whether it did: it may have been made at the same moment. */
    boolean create(String description) {
        return api.create(key, description);
    }

    /** Lowers before it adds and raises: a call that fails on the way leaves fewer exposed, never more. */
    void send(StrategyChanges changes) {
        for (Change each : changes.lowered) {
            api.changeStrategy(environment, key, each.id(), each.operations());
        }
        for (Strategy each : changes.added) {
            api.addStrategy(environment, key, each);
        }
        for (Change each : changes.raised) {
            api.changeStrategy(environment, key, each.id(), each.operations());
        }
        for (Strategy each : changes.moved) {
            api.move(environment, key, each);
        }
        for (String id : changes.dropped) {
            api.dropStrategy(environment, key, id);
        }
    }

    /** Reads the flag as it is, all environments: what an archived flag was is nowhere else. */
    JsonNode beforeArchiving() {
        return api.flag("read the flag \"" + key + "\" before it is archived", key);
    }

    /**
     * Archives the flag. Unleash does so in all environments at once: one that others still serve is only switched off in this one.
     *
     * @param flag as {@link #beforeArchiving} read it
     * @return whether it stays for other environments
     */
    boolean archive(JsonNode flag) {
        boolean elsewhere = false;
        for (JsonNode each : flag.path("environments").values()) {
            elsewhere |= each.path("enabled").asBoolean(false)
                    && !each.path("name").asString("").equals(environment);
        }
        if (elsewhere) {
            api.enable(environment, key, false);
        } else {
            api.archive(key);
        }
        return elsewhere;
    }
}
