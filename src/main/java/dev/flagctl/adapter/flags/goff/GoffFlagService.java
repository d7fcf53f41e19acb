// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

import dev.flagctl.adapter.flags.FileChecks;
import dev.flagctl.adapter.flags.FileWriting;
import dev.flagctl.adapter.flags.FlagFile;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Node.Member;
import dev.flagctl.adapter.flags.Unreadable;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Percent;
import dev.flagctl.port.Check;
import dev.flagctl.port.ControlGuard;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.port.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Serves flags through a flag file of GO Feature Flag per environment. Keeps nothing between calls. */
final class GoffFlagService implements FlagService {

    /** A thousandth of a percent; a relay proxy polls its file each minute unless told otherwise. */
    private static final Capabilities CAPABILITIES = new Capabilities(
                    new Percent(1),
                    new Capabilities.Audiences(
                            Capabilities.Audiences.ALL.operators(), true, true, GoffConditions::refusal),
                    true,
                    true,
                    false,
                    true,
                    false,
                    Duration.ofSeconds(60),
                    new GoffBucketing(),
                    List.of(
                            "a context without the bucketing key gets the code's default, whatever the share",
                            "steps of a scheduledRollout trigger no notifier of GO Feature Flag"))
            .withControl(new GoffControl());

    private final FlagPath path;
    private final WriteTurns turns;

    GoffFlagService(FlagPath path, WriteTurns turns) {
        this.path = path;
        this.turns = turns;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Map<String, ObservedFlag> read(FlagScope scope, Collection<FlagSpec> flags) {
        Map<String, Node> found = new HashMap<>();
        for (Member flag : flags(file(scope, "read flags").load())) {
            found.put(flag.name(), flag.value());
        }
        GoffRules rules = new GoffRules(scope);
        Map<String, ObservedFlag> observed = new LinkedHashMap<>();
        for (FlagSpec spec : flags) {
            Node flag = found.get(spec.key());
            observed.put(
                    spec.key(),
                    flag == null ? ObservedFlag.absent(spec.key()) : new GoffReading(spec, flag, rules).observed());
        }
        return observed;
    }

    @Override
    public List<FoundFlag> list(FlagScope scope) {
        List<FoundFlag> found = new ArrayList<>();
        for (Member flag : flags(file(scope, "list flags").load())) {
            found.add(found(flag));
        }
        found.sort(Comparator.comparing(FoundFlag::key));
        return found;
    }

    @Override
    public List<WriteOutcome> write(FlagScope scope, List<FlagWrite> writes) {
        FlagFormat format = path.format();
        return ControlGuard.write(
                CAPABILITIES,
                path.of(scope.environment().name()).toString(),
                writes,
                some -> new FileWriting(file(scope, "write flags"), turns)
                        .write("{}\n", text -> new GoffBatch(text, format, new GoffRules(scope), some)));
    }

    @Override
    public List<Check> check(FlagScope scope) {
        return FileChecks.of(
                file(scope, "check the flag file"), text -> flags(text).size());
    }

    private List<Member> flags(@Nullable FlagText text) {
        return text == null ? List.of() : GoffBatch.root(text, path.format()).members();
    }

    private static FoundFlag found(Member member) {
        Node flag = member.value();
        Map<String, Object> variants = Map.of();
        try {
            variants = GoffReading.variants(flag);
        } catch (Unreadable e) {
            // A flag that nobody can take over is listed all the same, without values.
            variants = Map.of();
        }
        Node disable = flag.get("disable");
        Node metadata = flag.get("metadata");
        String description = metadata == null ? null : metadata.text("description");
        Node fallback = flag.get("defaultRule");
        boolean plain = fallback != null && fallback.text("variation") != null;
        return new FoundFlag(
                member.name(),
                description == null ? "" : description,
                variants,
                fallback == null ? null : served(fallback, variants),
                !plain || !GoffReading.rulesOf(flag).isEmpty(),
                disable == null || !Boolean.TRUE.equals(disable.scalar()));
    }

    /** Returns the variation of the default rule; of a share that of the larger part, or the one that is off. */
    private static @Nullable String served(Node fallback, Map<String, Object> variants) {
        String variation = fallback.text("variation");
        Node shares = fallback.get("percentage");
        if (variation != null || shares == null) {
            return variation;
        }
        String largest = null;
        double most = -1;
        for (Member share : shares.members()) {
            double part = share.value().scalar() instanceof Number number ? number.doubleValue() : 0;
            if (Boolean.FALSE.equals(variants.get(share.name()))) {
                return share.name();
            }
            if (part > most) {
                most = part;
                largest = share.name();
            }
        }
        return largest;
    }

    private FlagFile file(FlagScope scope, String action) {
        return new FlagFile(path.of(scope.environment().name()), action);
    }

    @Override
    public void close() {
        // Nothing stays open between calls.
    }
}
