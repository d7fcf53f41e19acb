// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.port.FlagScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads flags by export: one call for thousands, with their strategies, and archived ones when they are asked for by name. */
final class Exports {

    /** Unleash takes bodies of at most 500 kB. */
    private static final int MOST_CHARACTERS = 400_000;

    private final AdminApi api;
    private final Map<String, String> environments;
    private final Workers workers;
    private final Set<String> known = new HashSet<>();

    /** @param environments Unleash's names of environments by flagctl's; one that is missing has the same name */
    Exports(AdminApi api, Map<String, String> environments, Workers workers) {
        this.api = api;
        this.workers = workers;
        this.environments = Map.copyOf(environments);
    }

    /** Returns Unleash's name of an environment. */
    String nameOf(FlagScope scope) {
        String name = scope.environment().name();
        return environments.getOrDefault(name, name);
    }

    /**
     * Reads flags by name; one that is not there is missing.
     *
     * @throws AdapterException when one is missing and so are the project or the environment, which Unleash answers in the same way
     */
    Map<String, UnleashFlag> read(String action, FlagScope scope, Collection<String> keys) {
        Map<String, UnleashFlag> flags = new HashMap<>(keys.size() * 2);
        List<String> some = new ArrayList<>();
        int characters = 0;
        for (String key : keys) {
            some.add(key);
            characters += key.length() + 3;
            if (characters > MOST_CHARACTERS) {
                flags.putAll(read(action, scope, some, true));
                some.clear();
                characters = 0;
            }
        }
        if (!some.isEmpty()) {
            flags.putAll(read(action, scope, some, true));
        }
        return flags;
    }

    /** Reads all flags of the project that are not archived. */
    Map<String, UnleashFlag> all(String action, FlagScope scope) {
        return read(action, scope, null, false);
    }

    private Map<String, UnleashFlag> read(
            String action, FlagScope scope, @Nullable Collection<String> keys, boolean named) {
        String environment = nameOf(scope);
        Map<String, UnleashFlag> flags = ExportJson.flags(api.export(action, environment, keys));
        boolean complete = named && keys != null && flags.size() >= keys.size();
        if (!complete) {
            check(action, environment);
        }
        return named ? ordered(action, environment, flags) : flags;
    }

    /** An export does not tell the order of strategies. It matters during a phase-out only, so few flags are asked for it. */
    private Map<String, UnleashFlag> ordered(String action, String environment, Map<String, UnleashFlag> flags) {
        Map<String, UnleashFlag> ordered = new ConcurrentHashMap<>();
        workers.each(flags.values().stream().filter(UnleashFlag::isOrdered).toList(), flag -> {
            List<String> ids = new ArrayList<>();
            api.strategies(action + ": the order of strategies of \"" + flag.key() + "\"", environment, flag.key())
                    .values()
                    .forEach(each -> ids.add(each.path("id").asString("")));
            ordered.put(flag.key(), flag.ordered(ids));
        });
        flags.putAll(ordered);
        return flags;
    }

    /** Looks once whether project and environment are there. */
    private synchronized void check(String action, String environment) {
        if (known.contains(environment)) {
            return;
        }
        List<String> names = new ArrayList<>();
        JsonNode overview = api.overview(action + " of the project \"" + api.project() + "\"");
        overview.path("environments")
                .values()
                .forEach(each -> names.add(each.path("environment").asString("")));
        if (!names.contains(environment)) {
            throw new AdapterException(
                    Failure.REFUSED,
                    action,
                    api.target(),
                    "its project \"" + api.project() + "\" has the environments " + names + ", not \"" + environment
                            + "\"; name the right one under \"environments\" of the adapter");
        }
        known.add(environment);
    }
}
