// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Serve;
import dev.flagctl.port.FoundFlag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lists the flags of an environment for import.
 *
 * <p>A flag that is off serves false, as one of 0 % does, so both can be imported. One that was never given a strategy here counts as disabled.
 */
final class FlagListing {

    private FlagListing() {}

    static List<FoundFlag> of(Collection<UnleashFlag> flags, String project, AudienceRules rules) {
        List<FoundFlag> found = new ArrayList<>(flags.size());
        for (UnleashFlag flag : flags) {
            found.add(of(flag, project, rules));
        }
        found.sort(Comparator.comparing(FoundFlag::key));
        return found;
    }

    private static FoundFlag of(UnleashFlag flag, String project, AudienceRules rules) {
        FlagSpec spec = new FlagSpec(flag.key(), serve(flag), Set.of(), "");
        ObservedFlag observed = new FlagReading(spec, flag, project, rules).observed();
        FlagState state = observed.state();
        boolean others = !observed.foreign().isEmpty();
        if (state == null) {
            Map<String, Object> variants = observed.presence() == ObservedFlag.Presence.ABSENT ? booleans() : Map.of();
            boolean hasRules = observed.presence() != ObservedFlag.Presence.ABSENT;
            return new FoundFlag(
                    flag.key(), flag.description(), variants, null, hasRules, !variants.isEmpty() == hasRules);
        }
        Exposure exposure = state.exposure();
        String served = exposure.isAll() ? state.treatment() : state.rest();
        boolean partial = !exposure.isAll() && !exposure.isNone();
        return new FoundFlag(
                flag.key(),
                flag.description(),
                state.variants(),
                observed.overruled().isEmpty() ? served : null,
                partial || others,
                true);
    }

    /** Nobody says which arms there are: a flag with variants has the one that it serves and the first other one. */
    private static Serve serve(UnleashFlag flag) {
        for (Strategy each : flag.strategies()) {
            if (each.isBetween() || each.isControl()) {
                continue;
            }
            String treatment = null;
            String control = null;
            for (Strategy.Variant variant : each.variants()) {
                if (variant.weight() == 1000) {
                    treatment = variant.name();
                } else {
                    control = control == null ? variant.name() : control;
                }
            }
            if (treatment != null) {
                return new Serve(treatment, control == null ? "off" : control);
            }
        }
        return new Serve("on", "off");
    }

    private static Map<String, Object> booleans() {
        Map<String, Object> booleans = new LinkedHashMap<>();
        booleans.put("on", true);
        booleans.put("off", false);
        return booleans;
    }
}
