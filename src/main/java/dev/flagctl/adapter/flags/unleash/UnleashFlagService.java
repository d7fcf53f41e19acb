// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.model.Capabilities;
import dev.flagctl.model.Capabilities.Audiences;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.OutsideChange;
import dev.flagctl.model.Percent;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Check;
import dev.flagctl.port.ControlGuard;
import dev.flagctl.port.FlagAudit;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagUsage;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.port.WriteOutcome;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Serves flags through Unleash's admin API. Keeps nothing of a flag between calls, so that each call sees Unleash as it is. */
final class UnleashFlagService implements FlagService, FlagAudit, FlagUsage {

    /** Steps of 1 %: a place is a hash modulo 100. Applications ask Unleash every 15 seconds unless they are set otherwise. */
    private static final Capabilities CAPABILITIES = new Capabilities(
            Percent.of(1),
            new Audiences(AudienceRules.OPERATORS, true, true),
            true,
            true,
            true,
            true,
            true,
            Duration.ofSeconds(15),
            new UnleashBucketing(),
            true,
            true,
            WantedStrategies::controlRefusal,
            List.of(
                    "Users outside the exposure get the code's default, not the control: let both be the same.",
                    "A flag is archived in all environments at once, when the last of them archives it."));

    private final AdminApi api;
    private final Exports exports;
    private final Workers workers;
    private final AdapterHost host;

    UnleashFlagService(AdminApi api, Map<String, String> environments, Workers workers, AdapterHost host) {
        this.api = api;
        this.exports = new Exports(api, environments, workers);
        this.workers = workers;
        this.host = host;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Map<String, ObservedFlag> read(FlagScope scope, Collection<FlagSpec> flags) {
        Map<String, ObservedFlag> observed = new LinkedHashMap<>(flags.size() * 2);
        if (flags.isEmpty()) {
            return observed;
        }
        Map<String, UnleashFlag> found = exports.read(
                "read flags",
                scope,
                flags.stream().map(FlagSpec::key).distinct().toList());
        AudienceRules rules = new AudienceRules(scope);
        for (FlagSpec spec : flags) {
            UnleashFlag flag = found.get(spec.key());
            observed.put(
                    spec.key(),
                    flag == null
                            ? ObservedFlag.absent(spec.key())
                            : new FlagReading(spec, flag, api.project(), rules).observed());
        }
        return observed;
    }

    @Override
    public List<FoundFlag> list(FlagScope scope) {
        return FlagListing.of(exports.all("list flags", scope).values(), api.project(), new AudienceRules(scope));
    }

    @Override
    public List<WriteOutcome> write(FlagScope scope, List<FlagWrite> writes) {
        return ControlGuard.write(
                CAPABILITIES,
                api.target(),
                writes,
                some -> new WriteRounds(exports, api, workers, host.sleeper(), scope).carryOut(some));
    }

    @Override
    public Map<String, OutsideChange> lastChanges(FlagScope scope, Collection<String> keys) {
        return new FlagHistory(api, workers, exports.nameOf(scope)).lastChanges(keys);
    }

    @Override
    public Map<String, Long> evaluations(FlagScope scope, Collection<String> keys, Duration window) {
        return new FlagHistory(api, workers, exports.nameOf(scope))
                .evaluations(keys, window, host.clock().instant());
    }

    @Override
    public List<Check> check(FlagScope scope) {
        return new UnleashChecks(api, host.clock(), exports.nameOf(scope)).all();
    }

    @Override
    public void close() {
        workers.close();
        api.close();
    }
}
