// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import dev.flagctl.adapter.flagdformat.FlagdBucketing;
import dev.flagctl.adapter.flagdformat.FlagdFormat;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.port.Check;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.port.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Serves flags through a FeatureFlag per environment in a cluster. Keeps nothing between calls, so that each call sees it as it is. */
final class ClusterFlagService implements FlagService {

    private static final FlagdFormat FORMAT = FeatureFlagResource.format(FlagFormat.JSON);

    private final ClusterCalls calls;
    private final ResourceName name;
    private final FlagdBucketing bucketing;
    private final Clock clock;

    /** @param bucketing how the engines that read the resource place users */
    ClusterFlagService(ClusterCalls calls, ResourceName name, FlagdBucketing bucketing, Clock clock) {
        this.calls = calls;
        this.name = name;
        this.bucketing = bucketing;
        this.clock = clock;
    }

    /** A flagd in the cluster watches the resource and is told of a change. */
    @Override
    public Capabilities capabilities() {
        return FeatureFlagResource.capabilities(bucketing, Duration.ofSeconds(5), List.of());
    }

    @Override
    public Map<String, ObservedFlag> read(FlagScope scope, Collection<FlagSpec> flags) {
        return FORMAT.read(scope, text(scope, "read flags"), flags);
    }

    @Override
    public List<FoundFlag> list(FlagScope scope) {
        return FORMAT.list(text(scope, "list flags"));
    }

    @Override
    public List<WriteOutcome> write(FlagScope scope, List<FlagWrite> writes) {
        ResourceName resource = name.of(scope.environment().name());
        return new ClusterWriting(calls, FORMAT, resource, scope)
                .write(text(scope, "write flags"), FeatureFlagResource.storable(writes));
    }

    @Override
    public List<Check> check(FlagScope scope) {
        return new ClusterChecks(calls, FORMAT, name.of(scope.environment().name()), clock).all();
    }

    private @Nullable FlagText text(FlagScope scope, String action) {
        return calls.read(name.of(scope.environment().name()), action);
    }

    @Override
    public void close() {
        calls.close();
    }
}
