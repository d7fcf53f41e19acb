// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.http.ClockSkew;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.port.Check;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Looks whether an environment of Unleash can be read and written, without changing anything. */
final class UnleashChecks {

    private static final String ACTION = "look whether it works";

    /** The rights of the calls that flagctl makes (Unleash's {@code types/permissions.ts}). */
    private static final Set<String> NEEDED = Set.of(
            "CREATE_FEATURE",
            "CREATE_FEATURE_STRATEGY",
            "UPDATE_FEATURE_STRATEGY",
            "DELETE_FEATURE_STRATEGY",
            "UPDATE_FEATURE_ENVIRONMENT",
            "DELETE_FEATURE");

    /** The right to tag a flag and to mark it as stale: without it flags are served all the same. */
    private static final String LABELS = "UPDATE_FEATURE";

    private final AdminApi api;
    private final Clock clock;
    private final String environment;
    private final List<Check> checks = new ArrayList<>();

    UnleashChecks(AdminApi api, Clock clock, String environment) {
        this.api = api;
        this.clock = clock;
        this.environment = environment;
    }

    List<Check> all() {
        JsonNode config = reached();
        if (config == null) {
            return checks;
        }
        version(config);
        each("token", this::token);
        each("project", () -> project(config));
        return checks;
    }

    private @org.jspecify.annotations.Nullable JsonNode reached() {
        try {
            Instant sent = clock.instant();
            HttpAnswer answer = api.uiConfig(ACTION);
            Instant received = clock.instant();
            checks.add(Check.ok(
                    "reachable",
                    api.url() + " in " + Duration.between(sent, received).toMillis() + " ms"));
            checks.add(Check.clock(ClockSkew.of(answer, sent, received)));
            return UnleashJson.parse(ACTION, api.target(), answer.body());
        } catch (AdapterException e) {
            boolean known = e.failure() == Failure.FORBIDDEN;
            checks.add(
                    known
                            ? Check.failed(
                                    "token", e.sentence(), "give the adapter a personal access token or an admin token")
                            : Check.failed("reachable", e.sentence(), "correct \"url\", or start Unleash"));
            return null;
        }
    }

    private void version(JsonNode config) {
        JsonNode current = config.path("versionInfo").path("current");
        String enterprise = current.path("enterprise").asString("");
        String version = enterprise.isEmpty() ? current.path("oss").asString("") : enterprise;
        String found = version + (enterprise.isEmpty() ? "" : " (Enterprise)");
        if (version.isEmpty()) {
            checks.add(Check.unknown("version", "it does not say which version it is"));
        } else if (version.startsWith("8.")) {
            checks.add(Check.ok("version", found));
        } else {
            checks.add(Check.warning("version", found, "flagctl is tested with Unleash 8: try it on a copy first"));
        }
    }

    private void token() {
        JsonNode answer = api.user(ACTION);
        Set<String> missing = new TreeSet<>(NEEDED);
        missing.add(LABELS);
        for (JsonNode each : answer.path("permissions").values()) {
            String right = each.path("permission").asString("");
            if (right.equals("ADMIN")) {
                missing.clear();
            }
            if (applies(each, "project", api.project()) && applies(each, "environment", environment)) {
                missing.remove(right);
            }
        }
        String kind =
                answer.path("user").path("type").asString("").equals("admin") ? "admin token" : "personal access token";
        String found = kind + " without " + String.join(", ", missing);
        checks.add(
                missing.isEmpty()
                        ? Check.ok("token", kind + " with all rights that flagctl needs")
                        : missing.equals(Set.of(LABELS))
                                ? Check.warning(
                                        "token",
                                        found,
                                        "give its user the right, or flags get neither tag nor stale mark")
                                : Check.failed("token", found, "give its user these rights"));
    }

    private static boolean applies(JsonNode right, String part, String name) {
        String only = right.path(part).asString("");
        return only.isEmpty() || only.equals("*") || only.equals(name);
    }

    private void project(JsonNode config) {
        JsonNode overview = api.overview(ACTION);
        Set<String> names = new TreeSet<>();
        overview.path("environments")
                .values()
                .forEach(each -> names.add(each.path("environment").asString("")));
        checks.add(
                names.contains(environment)
                        ? Check.ok("environment", "\"" + environment + "\" of the project \"" + api.project() + "\"")
                        : Check.failed(
                                "environment",
                                "the project \"" + api.project() + "\" has " + names + ", not \"" + environment + "\"",
                                "name the right one under \"environments\" of the adapter"));
        long flags = 0;
        for (JsonNode each : overview.path("featureTypeCounts").values()) {
            flags += each.path("count").asLong(0);
        }
        long limit = config.path("resourceLimits").path("featureFlags").asLong(0);
        String found = flags + " flags in the project" + (limit > 0 ? ", at most " + limit + " in all projects" : "");
        checks.add(
                limit == 0 || flags < limit * 9 / 10
                        ? Check.ok("limits", found)
                        : Check.warning("limits", found, "archive flags, or raise UNLEASH_FEATURE_FLAGS_LIMIT"));
    }

    private void each(String what, Runnable look) {
        try {
            look.run();
        } catch (AdapterException e) {
            checks.add(Check.failed(what, e.sentence(), "correct the adapter, or the rights of its token"));
        }
    }
}
