// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import dev.flagctl.adapter.flagdformat.FlagdBucketing;
import dev.flagctl.adapter.flagdformat.FlagdFormat;
import dev.flagctl.adapter.flags.FileChecks;
import dev.flagctl.adapter.flags.FileWriting;
import dev.flagctl.adapter.flags.FlagFile;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.port.Check;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.port.WriteOutcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Serves flags through the manifest of a FeatureFlag per environment, which something else brings to the cluster. */
final class ManifestFlagService implements FlagService {

    private final FlagPath path;
    private final ResourceName name;
    private final FlagdFormat format;
    private final FlagdBucketing bucketing;
    private final WriteTurns turns;

    /**
     * @param bucketing how the engines that read the resource place users
     * @param turns how it takes turns with other writers of the file
     */
    ManifestFlagService(FlagPath path, ResourceName name, FlagdBucketing bucketing, WriteTurns turns) {
        this.path = path;
        this.name = name;
        this.format = FeatureFlagResource.format(path.format());
        this.bucketing = bucketing;
        this.turns = turns;
    }

    /** How long the way from Git to the cluster takes nobody knows here; a minute is short for it. */
    @Override
    public Capabilities capabilities() {
        return FeatureFlagResource.capabilities(
                bucketing,
                Duration.ofMinutes(1),
                List.of("clients see a write only after the manifest was committed and applied: name a read-back, or a"
                        + " stage bakes before it is served"));
    }

    @Override
    public Map<String, ObservedFlag> read(FlagScope scope, Collection<FlagSpec> flags) {
        return format.read(scope, file(scope, "read flags").load(), flags);
    }

    @Override
    public List<FoundFlag> list(FlagScope scope) {
        return format.list(file(scope, "list flags").load());
    }

    @Override
    public List<WriteOutcome> write(FlagScope scope, List<FlagWrite> writes) {
        String blank = FeatureFlagResource.blank(
                path.format(), name.of(scope.environment().name()));
        return new FileWriting(file(scope, "write flags"), turns)
                .write(blank, text -> format.batch(scope, text, FeatureFlagResource.storable(writes)));
    }

    @Override
    public List<Check> check(FlagScope scope) {
        return FileChecks.of(file(scope, "check the manifest"), format::count);
    }

    private FlagFile file(FlagScope scope, String action) {
        return new FlagFile(path.of(scope.environment().name()), action);
    }

    @Override
    public void close() {
        // Nothing stays open between calls.
    }
}
