// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import dev.flagctl.adapter.flags.FileChecks;
import dev.flagctl.adapter.flags.FileWriting;
import dev.flagctl.adapter.flags.FlagFile;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.adapter.flags.KeyFilter;
import dev.flagctl.adapter.flags.Node.Member;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Percent;
import dev.flagctl.port.Check;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.port.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Serves flags through a flagd file per environment. Keeps nothing between calls, so that each call sees the file as it is. */
final class FlagdFlagService implements FlagService {

    private final FlagPath path;
    private final FlagdBucketing bucketing;
    private final RandomGenerator random;

    /**
     * @param bucketing how the engines that read the file place users
     * @param random tells this writer from others
     */
    FlagdFlagService(FlagPath path, FlagdBucketing bucketing, RandomGenerator random) {
        this.path = path;
        this.bucketing = bucketing;
        this.random = random;
    }

    /** A thousandth of a percent; a flagd polls its file, or is told, within five seconds. */
    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                new Percent(1),
                Capabilities.Audiences.ALL,
                true,
                true,
                true,
                true,
                false,
                Duration.ofSeconds(5),
                bucketing,
                List.of(
                        "flagd's JavaScript engine hashes characters outside ASCII otherwise than the other engines do: keep"
                                + " salts, and the values of units, in ASCII"));
    }

    @Override
    public Map<String, ObservedFlag> read(FlagScope scope, Collection<FlagSpec> flags) {
        FlagText text = file(scope, "read flags").load();
        Map<String, ObservedFlag> observed = new LinkedHashMap<>(flags.size() * 2);
        Set<String> keys = new HashSet<>(flags.size() * 2);
        for (FlagSpec spec : flags) {
            keys.add(spec.key());
        }
        FlagTree tree = text == null ? null : FlagTree.parse(path.format(), text, new KeyFilter(keys), false);
        AudienceRules rules = new AudienceRules(scope);
        for (FlagSpec spec : flags) {
            Member flag = tree == null ? null : tree.flag(spec.key());
            observed.put(
                    spec.key(),
                    flag == null
                            ? ObservedFlag.absent(spec.key())
                            : new FlagReading(spec, flag.value(), rules).observed());
        }
        return observed;
    }

    @Override
    public List<FoundFlag> list(FlagScope scope) {
        FlagText text = file(scope, "list flags").load();
        List<FoundFlag> found = new ArrayList<>();
        if (text != null) {
            for (Member flag :
                    FlagTree.parse(path.format(), text, KeyFilter.ALL, false).flags()) {
                found.add(FlagShape.found(flag));
            }
        }
        found.sort(Comparator.comparing(FoundFlag::key));
        return found;
    }

    @Override
    public List<WriteOutcome> write(FlagScope scope, List<FlagWrite> writes) {
        FlagFormat format = path.format();
        return new FileWriting(file(scope, "write flags"), random)
                .write(FlagTree.blank(format), text -> new Batch(scope, format, text, writes));
    }

    @Override
    public List<Check> check(FlagScope scope) {
        return FileChecks.of(
                file(scope, "check the flag file"),
                text -> FlagTree.parse(path.format(), text, KeyFilter.ALL, false)
                        .flags()
                        .size());
    }

    private FlagFile file(FlagScope scope, String action) {
        return new FlagFile(path.of(scope.environment().name()), action);
    }

    @Override
    public void close() {
        // Nothing stays open between calls.
    }
}
