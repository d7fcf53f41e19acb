// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.support.PostgresServer;
import dev.flagctl.support.UnleashServer;
import dev.flagctl.support.WatchedSqliteProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Features on an Unleash of their own, from nothing to everybody in three stages, with a receiver of notices; between it and them stand the places to kill. */
final class KillShop implements AutoCloseable {

    /** Where the ledger is. */
    enum Kind {
        SQLITE,
        POSTGRES
    }

    /** Puts the ledger in SQLite behind a gate. */
    static final List<Path> BEFORE = List.of(Path.of("src/test/resources/watched"));

    private static final int FEATURES = Integer.getInteger("flagctl.kill-features", 6);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Kind kind;
    private final UnleashServer unleash;
    private final MockWebServer receiver = new MockWebServer();
    private final Map<String, Set<String>> notices = new TreeMap<>();
    private final KillPlaces places;
    private final Shop shop;
    private final String schema = PostgresServer.freshSchema();
    private int delivered;

    /**
     * What is left when nothing is due any more.
     *
     * @param flags what Unleash serves
     * @param changes how often Unleash recorded a change of a kind, for each flag; all but tags
     * @param positions what {@code status} says
     * @param writes the features of the writes that the ledger has as done, one for each stage
     * @param notices for each thing that was told, under how many keys
     */
    record End(
            Map<String, JsonNode> flags,
            Map<String, Integer> changes,
            List<String> positions,
            List<String> writes,
            Map<String, Integer> notices) {}

    KillShop(Path folder, Kind kind, UnleashServer unleash) throws IOException {
        this.kind = kind;
        this.unleash = unleash;
        unleash.clear();
        receiver.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                note(request);
                return new MockResponse.Builder().code(204).build();
            }
        });
        receiver.start();
        places = new KillPlaces(
                unleash.url(),
                "http://127.0.0.1:" + receiver.getPort(),
                PostgresServer.shared().port());
        shop = Shop.onUnleash(folder, places.flags.url());
        writeManifests();
    }

    private synchronized void note(RecordedRequest request) {
        JsonNode event = JSON.readTree(request.getBody().toByteArray());
        String told =
                event.path("type").asString() + " " + event.path("subject").asString() + " "
                        + event.path("data").path("summary").asString();
        notices.computeIfAbsent(told, t -> new HashSet<>())
                .add(String.valueOf(request.getHeaders().get("Idempotency-Key")));
        delivered++;
    }

    /** Takes everything through all stages without a kill. The first process leaves the archive for all others behind. */
    End undisturbed(PackedProgram program) throws Exception {
        ends(process(program.training()));
        for (int i = 0; !isFinished(); i++) {
            assertThat(i).isLessThan(100);
            ends(process(program.command()));
        }
        return end();
    }

    private static void ends(FlagctlProcess process) throws Exception {
        int exitCode = process.end(Duration.ofMinutes(2));
        assertThat(exitCode).as(process.errors()).isZero();
    }

    /** Starts one run, which is killed at a place if it comes there; returns false when nothing is left to do. */
    boolean run(PackedProgram program, KillPlaces.Aim aim, KillTally tally) throws Exception {
        leaseOfTheDeadRunsOut();
        FlagctlProcess[] run = new FlagctlProcess[1];
        KillPlaces.@Nullable Place hit = places.run(aim, () -> run[0] = process(program.command()));
        int exitCode = run[0].process().exitValue();
        if (exitCode == 137 && hit != null) {
            tally.killed(hit, aim.side());
            return true;
        }
        assertThat(exitCode).as(run[0].errors()).isZero();
        return !isFinished();
    }

    private FlagctlProcess process(List<String> program) throws IOException {
        return FlagctlProcess.launch(shop.path(""), "run-", "dana", program, "apply", "--auto-approve");
    }

    private boolean isFinished() {
        Result plan = cli().run("plan", "--detailed-exitcode");
        assertThat(plan.exitCode()).as(plan.toString()).isIn(0, 2, 3);
        return plan.exitCode() == 0;
    }

    private Cli cli() {
        return shop.cli().at(Clock.systemUTC());
    }

    /** The server's clock decides there, and a lease lasts a minute; that of a ledger in SQLite has run out already. */
    private void leaseOfTheDeadRunsOut() {
        if (kind == Kind.POSTGRES) {
            PostgresServer.shared().endLeases(schema);
        }
    }

    /** Checks that the ledger is whole and nothing is left to do, and returns what there is. */
    End end() {
        leaseOfTheDeadRunsOut();
        Result last = cli().run("apply", "--auto-approve");
        assertThat(last.exitCode()).as(last.toString()).isZero();
        assertThat(last.output()).as("nothing is left").contains(" 0 done, 0 failed");
        Result verify = cli().run("history", "verify");
        assertThat(verify.exitCode()).as(verify.toString()).isZero();
        Map<String, JsonNode> flags = new TreeMap<>();
        for (int i = 0; i < FEATURES; i++) {
            flags.put("f" + i, unleash.served("f" + i));
        }
        return new End(
                flags,
                changes(),
                cli().run("status", "--all", "-o", "name").output().lines().toList(),
                writes(),
                keys());
    }

    /** A run that is killed after the last change of a flag leaves it without its tag, which helps to find it and serves nobody: at most one of each. */
    private Map<String, Integer> changes() {
        Map<String, Integer> changes = unleash.changesByFlag();
        changes.forEach((change, times) ->
                assertThat(times).as(change).isLessThanOrEqualTo(change.startsWith("feature-strategy-update") ? 2 : 1));
        changes.keySet().removeIf(change -> change.startsWith("feature-tagged"));
        return changes;
    }

    private synchronized Map<String, Integer> keys() {
        Map<String, Integer> keys = new TreeMap<>();
        notices.forEach((told, under) -> keys.put(told, under.size()));
        return keys;
    }

    /** Returns how many notices came once more. */
    synchronized int repeated() {
        return delivered - notices.values().stream().mapToInt(Set::size).sum();
    }

    private List<String> writes() {
        return cli().writes().stream().map(FeatureKey::feature).sorted().toList();
    }

    /** Returns how many runs began tasks whose end another run has recorded. */
    int leftOpen() {
        Map<String, String> ended = new HashMap<>();
        for (String kind : List.of("TASK_DONE", "TASK_FAILED")) {
            cli().history(kind)
                    .forEach(entry -> ended.put(
                            entry.path("task").asString(), entry.path("run").asString()));
        }
        Set<String> runs = new HashSet<>();
        for (JsonNode entry : cli().history("TASK_STARTED")) {
            String run = entry.path("run").asString();
            if (!run.equals(ended.get(entry.path("task").asString()))) {
                runs.add(run);
            }
        }
        return runs.size();
    }

    private void writeManifests() {
        shop.write(WatchedSqliteProvider.GATE, String.valueOf(places.gate.port()));
        shop.adapter("chat: {type: webhook, url: \"" + places.chat.url() + "/hook\"}");
        if (kind == Kind.SQLITE) {
            shop.ledger("{type: sqlite, path: ledger.db}");
        } else {
            shop.postgres("postgresql://postgres:any@127.0.0.1:" + places.line.port() + "/postgres", schema);
        }
        StringBuilder features = new StringBuilder();
        for (int i = 0; i < FEATURES; i++) {
            features.append("---\n")
                    .append(Shop.feature(
                            "f" + i,
                            "{percent: " + (1 + i % 50) + ", bake: 1s}",
                            "{percent: 60, bake: 1s}",
                            "{percent: 100}"))
                    .append(Shop.TOLD);
        }
        shop.write("manifests/features.yaml", features.toString());
    }

    @Override
    public void close() {
        places.close();
        receiver.close();
        unleash.clear();
    }
}
