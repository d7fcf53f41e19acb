// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.adapter.evaluator.ofrep.OfrepProvider;
import dev.flagctl.adapter.flagdformat.FlagdBucketing;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Owns;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.StrategyKind;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Evaluation;
import dev.flagctl.port.FlagEvaluator;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.Settings;
import dev.flagctl.strategy.Trajectories;
import dev.flagctl.support.Crowd;
import dev.flagctl.support.FlagdDaemon;
import dev.flagctl.support.KubeServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What users get of a real flagd that follows a FeatureFlag in a real API server, as the operator's flagd does. */
final class OperatorDaemonTest {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    private final KubeServer server = KubeServer.shared();
    private final String namespace = Open.newNamespace(server);

    @Test
    void each_stage_reaches_its_share_adds_to_the_one_before_and_is_the_same_after_a_rollback() {
        Strategy canary = Crowd.strategies().stream()
                .filter(strategy -> strategy.kind() == StrategyKind.CANARY)
                .findFirst()
                .orElseThrow();
        Feature feature = Crowd.feature(canary);
        List<Stage> stages =
                Trajectories.compile(feature, Crowd.SCOPE.environment()).stages();
        FlagState now = feature.flagWith(Exposure.NONE);
        write(null, now);

        try (FlagdDaemon daemon = FlagdDaemon.start(
                        "kubernetes",
                        namespace + "/" + Open.NAME,
                        Map.of("KUBECONFIG", server.kubeconfig().toString()));
                FlagEvaluator clients = clients(daemon)) {
            List<BitSet> reached = new ArrayList<>();
            for (Stage stage : stages) {
                FlagState next = feature.flagWith(stage.exposure());
                write(now, next);
                BitSet users = served(clients, next);

                assertThat(Crowd.percent(users)).as(stage.name()).isCloseTo(Crowd.expected(stage), within(1.5));
                if (!reached.isEmpty()) {
                    assertThat(Crowd.lost(reached.get(reached.size() - 1), users))
                            .isZero();
                }
                reached.add(users);
                now = next;
            }

            int back = (stages.size() - 1) / 2;
            FlagState earlier = feature.flagWith(stages.get(back).exposure());
            write(now, earlier);
            assertThat(served(clients, earlier)).isEqualTo(reached.get(back));
        }
    }

    private void write(@Nullable FlagState before, FlagState after) {
        FlagSpec spec = new FlagSpec("checkout", Open.SERVE, Set.of(Owns.EXPOSURE), "");
        try (FlagService flags = Open.adapter(server, namespace, server.token())) {
            assertThat(flags.write(Crowd.SCOPE, List.of(new FlagWrite(spec, before, after)))
                            .get(0)
                            .failure())
                    .isNull();
        }
    }

    private static FlagEvaluator clients(FlagdDaemon daemon) {
        AdapterSpec spec = new AdapterSpec("flagd", "ofrep", Map.of("url", daemon.ofrepUrl()), SourceRef.NONE);
        AdapterHost host = new AdapterHost(Clock.systemUTC(), Path.of("."), Map.of(), line -> {});
        return new OfrepProvider().open(new Settings(spec, Map.of()), host);
    }

    /** Returns who gets the treatment, once a hundred users are served what the hash says. */
    private static BitSet served(FlagEvaluator clients, FlagState state) {
        List<Map<String, Object>> some = Crowd.CONTEXTS.subList(0, 100);
        BitSet expected = new BitSet();
        for (int i = 0; i < some.size(); i++) {
            double place = FlagdBucketing.V2.place("checkout", state.salt(), "user-" + i);
            expected.set(i, place < Crowd.share(state.exposure(), i).fraction());
        }
        long deadline = System.nanoTime() + PATIENCE;
        while (!treated(clients, some).equals(expected)) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
        }
        return treated(clients, Crowd.CONTEXTS);
    }

    private static BitSet treated(FlagEvaluator clients, List<Map<String, Object>> contexts) {
        List<Evaluation> served = clients.evaluate(Crowd.SCOPE, "checkout", contexts);
        BitSet users = new BitSet();
        for (int i = 0; i < served.size(); i++) {
            users.set(i, "on".equals(served.get(i).variant()));
        }
        return users;
    }
}
