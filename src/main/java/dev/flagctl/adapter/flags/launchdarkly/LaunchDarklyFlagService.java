// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.CodeReference;
import dev.flagctl.model.ControlLimit;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.OutsideChange;
import dev.flagctl.model.Percent;
import dev.flagctl.port.Check;
import dev.flagctl.port.ControlGuard;
import dev.flagctl.port.FlagAudit;
import dev.flagctl.port.FlagReferences;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagUsage;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.port.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** Serves flags through LaunchDarkly. Keeps nothing of a flag between calls, so that each call sees LaunchDarkly as it is. */
final class LaunchDarklyFlagService implements FlagService, FlagAudit, FlagUsage, FlagReferences {

    /** "The variation values must be unique" (FeatureFlagBody of its OpenAPI description), while a control group is told from the rest by its name only. */
    private static final ControlLimit CONTROL = state ->
            "LaunchDarkly takes no two variations with one value, and a control group has the value of everybody else";

    /** A thousandth of a percent; a change is published to connected clients within 200 ms, and polled for by others. */
    private static final Capabilities CAPABILITIES = new Capabilities(
            new Percent(1),
            Capabilities.Audiences.ALL,
            true,
            true,
            false,
            true,
            true,
            Duration.ofSeconds(30),
            new LaunchDarklyBucketing(),
            true,
            false,
            CONTROL,
            List.of("a flag is archived in all environments at once, when the last of them archives it"));

    /** LaunchDarkly counts calls in windows of ten seconds; more at once only use one up earlier. */
    private static final int IN_FLIGHT = 4;

    /** Beyond this many flags that are not in the list, archived ones are listed instead of asked for one by one. */
    private static final int FEW = 10;

    private final LaunchDarklyApi api;
    private final Map<String, String> environments;
    private final String contextKind;
    private final Clock clock;

    /** @param environments LaunchDarkly's keys of environments by flagctl's names, where they differ */
    LaunchDarklyFlagService(LaunchDarklyApi api, Map<String, String> environments, String contextKind, Clock clock) {
        this.api = api;
        this.environments = Map.copyOf(environments);
        this.contextKind = contextKind;
        this.clock = clock;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Map<String, ObservedFlag> read(FlagScope scope, Collection<FlagSpec> flags) {
        String environment = key(scope);
        Map<String, JsonNode> found = new HashMap<>(api.flags("read flags", environment, ""));
        addMissing(found, environment, flags);
        OwnRules rules = new OwnRules(scope, contextKind);
        Approvals approvals = new Approvals(api, environment);
        Map<String, ObservedFlag> observed = new LinkedHashMap<>();
        for (FlagSpec spec : flags) {
            JsonNode flag = found.get(spec.key());
            observed.put(
                    spec.key(),
                    flag == null
                            ? ObservedFlag.absent(spec.key())
                            : approvals.awaiting(new FlagReading(spec, flag, environment, rules).observed()));
        }
        return observed;
    }

    /** A flag that is not in the list may be archived. */
    private void addMissing(Map<String, JsonNode> found, String environment, Collection<FlagSpec> flags) {
        List<String> missing = flags.stream()
                .map(FlagSpec::key)
                .filter(key -> !found.containsKey(key))
                .toList();
        if (missing.size() > FEW) {
            for (String state : List.of("archived", "deprecated")) {
                api.flags("read " + state + " flags", environment, state).forEach(found::putIfAbsent);
            }
            return;
        }
        for (String key : missing) {
            api.flag("read the flag \"" + key + "\"", key).ifPresent(flag -> found.put(key, flag));
        }
    }

    @Override
    public List<FoundFlag> list(FlagScope scope) {
        String environment = key(scope);
        List<FoundFlag> found = new ArrayList<>();
        for (JsonNode flag : api.flags("list flags", environment, "").values()) {
            found.add(found(flag, flag.path("environments").path(environment)));
        }
        found.sort(Comparator.comparing(FoundFlag::key));
        return found;
    }

    private static FoundFlag found(JsonNode flag, JsonNode served) {
        Map<String, Object> variants = FlagReading.variants(flag);
        List<String> names = List.copyOf(variants.keySet());
        boolean on = served.path("on").asBoolean(false);
        JsonNode fallthrough = served.path("fallthrough");
        boolean plain = fallthrough.path("rollout").isMissingNode()
                || fallthrough.path("rollout").isNull();
        JsonNode index = on && plain ? fallthrough.path("variation") : served.path("offVariation");
        int at = index.isNumber() ? index.asInt() : -1;
        return new FoundFlag(
                flag.path("key").asString(),
                flag.path("description").asString(""),
                variants,
                at >= 0 && at < names.size() ? names.get(at) : null,
                on
                        && (!plain
                                || !served.path("rules").isEmpty()
                                || !served.path("targets").isEmpty()
                                || !served.path("prerequisites").isEmpty()),
                true);
    }

    @Override
    public List<WriteOutcome> write(FlagScope scope, List<FlagWrite> writes) {
        return ControlGuard.write(CAPABILITIES, api.target(), writes, some -> carryOut(scope, some));
    }

    private List<WriteOutcome> carryOut(FlagScope scope, List<FlagWrite> writes) {
        String environment = key(scope);
        FlagChanges changes = new FlagChanges(api, environment, new OwnRules(scope, contextKind), contextKind);
        Map<FlagWrite, WriteOutcome> outcomes = new ConcurrentHashMap<>();
        ExecutorService calls = Executors.newFixedThreadPool(IN_FLIGHT);
        try {
            for (boolean raising : new boolean[] {false, true}) {
                List<Callable<WriteOutcome>> round = new ArrayList<>();
                for (FlagWrite write : writes) {
                    if (raises(write) == raising) {
                        round.add(() -> outcomes.computeIfAbsent(write, changes::carryOut));
                    }
                }
                calls.invokeAll(round);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            calls.shutdownNow();
        }
        return writes.stream()
                .map(write -> outcomes.getOrDefault(write, interrupted(write)))
                .toList();
    }

    private WriteOutcome interrupted(FlagWrite write) {
        String key = write.spec().key();
        return WriteOutcome.failed(
                key,
                new AdapterException(
                        AdapterException.Failure.UNKNOWN_OUTCOME,
                        "write the flag \"" + key + "\"",
                        api.target(),
                        "the run was interrupted"));
    }

    /** Less exposure before more. */
    private static boolean raises(FlagWrite write) {
        return write.after() != null
                && (write.before() == null
                        || !write.before().exposure().covers(write.after().exposure()));
    }

    @Override
    public Map<String, OutsideChange> lastChanges(FlagScope scope, Collection<String> keys) {
        Map<String, OutsideChange> changes = new LinkedHashMap<>();
        for (String flag : keys) {
            JsonNode newest = api.auditLog("read the audit log", key(scope), flag)
                    .path("items")
                    .path(0);
            if (!newest.isMissingNode()) {
                String name = newest.path("member").path("email").asString("");
                name = name.isEmpty() ? newest.path("token").path("name").asString("") : name;
                changes.put(
                        flag,
                        new OutsideChange(
                                name.isEmpty() ? null : name,
                                Instant.ofEpochMilli(newest.path("date").asLong(0)),
                                "launchdarkly entry " + newest.path("_id").asString("")));
            }
        }
        return changes;
    }

    @Override
    public Map<String, Long> evaluations(FlagScope scope, Collection<String> keys, Duration window) {
        JsonNode statuses = api.statuses("ask when flags were last requested", key(scope));
        return FlagStatuses.unused(statuses, keys, window, clock.instant());
    }

    @Override
    public Map<String, List<CodeReference>> codeReferences(Collection<String> keys) {
        return new CodeMentions(api).of(keys);
    }

    @Override
    public List<Check> check(FlagScope scope) {
        return new LaunchDarklyChecks(api, clock, key(scope)).all();
    }

    private String key(FlagScope scope) {
        String name = scope.environment().name();
        return environments.getOrDefault(name, name);
    }

    /** Tells what kind of failure keeps nothing from being tried again after reading back. */
    static boolean isUnsure(AdapterException failure) {
        return failure.failure() == AdapterException.Failure.UNKNOWN_OUTCOME
                || failure.failure() == AdapterException.Failure.GARBLED;
    }

    @Override
    public void close() {
        api.close();
    }
}
