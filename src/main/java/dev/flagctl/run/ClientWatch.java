// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.Environment;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Position;
import dev.flagctl.model.Project;
import dev.flagctl.model.ReadBack;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Change;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Watches clients over a batch of writes, where the environment asks for it: a stage stands since its clients serve it, or they are behind. */
final class ClientWatch {

    private final Environment environment;
    private final @Nullable ReadBacks readBacks;
    private final Clock clock;
    private final Progress progress;

    private ClientWatch(Environment environment, @Nullable ReadBacks readBacks, Clock clock, Progress progress) {
        this.environment = environment;
        this.readBacks = readBacks;
        this.clock = clock;
        this.progress = progress;
    }

    static ClientWatch of(Project project, Environment environment, OpenPorts ports, Progress progress) {
        return new ClientWatch(
                environment,
                readBacks(project, environment, ports),
                ports.host().clock(),
                progress);
    }

    static @Nullable ReadBacks readBacks(Project project, Environment environment, OpenPorts ports) {
        ReadBack settings = environment.readBack();
        return settings == null
                ? null
                : new ReadBacks(
                        ports,
                        Observer.scopeOf(project, environment),
                        settings,
                        ports.flagService(environment.flags()).capabilities().bucketing());
    }

    /** Looks at what clients serve now. */
    void before(List<FlagWrite> writes) {
        if (readBacks != null) {
            for (FlagWrite write : writes) {
                FlagState after = write.after();
                if (after != null) {
                    readBacks.before(write.spec().key(), write.before(), after);
                }
            }
        }
    }

    /** Waits for the writes that were done; returns what is recorded of each change. */
    Map<FeatureKey, Recorded> after(List<Change> changes, List<WriteOutcome> outcomes) {
        Map<FeatureKey, Recorded> recorded = new HashMap<>();
        Map<FeatureKey, String> written = new HashMap<>();
        Set<FeatureKey> moves = new HashSet<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            Recorded planned = change.recorded();
            if (planned != null) {
                recorded.put(change.key(), planned);
                if (outcomes.get(i).failure() == null && change.after() != null) {
                    written.put(change.key(), outcomes.get(i).key());
                    Recorded before = change.recordedBefore();
                    if (before == null
                            || !before.position()
                                    .since()
                                    .equals(planned.position().since())) {
                        moves.add(change.key());
                    }
                }
            }
        }
        ReadBack settings = environment.readBack();
        if (readBacks != null && settings != null && !written.isEmpty()) {
            Instant since = clock.instant();
            Map<String, String> missing = readBacks.await(new ArrayList<>(written.values()));
            written.forEach((key, flag) -> {
                String lacks = missing.getOrDefault(flag, "");
                recorded.computeIfPresent(key, (k, planned) -> seen(planned, moves.contains(k), lacks.isEmpty()));
                progress.clients(key, settings.adapter(), Duration.between(since, clock.instant()), lacks);
            });
        }
        return recorded;
    }

    /** @param moves whether the write entered a stage, so that its time begins */
    private Recorded seen(Recorded planned, boolean moves, boolean served) {
        Position at = planned.position();
        Position since = new Position(
                at.version(),
                at.stage(),
                at.stageName(),
                at.kind(),
                clock.instant(),
                at.rolloutSince(),
                at.retries(),
                at.cooldownUntil(),
                at.reason(),
                at.by(),
                at.told());
        return planned.with(served && moves ? since : at, planned.flag(), planned.specDigest())
                .withClients(planned.clients().withBehind(!served));
    }
}
