// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Notices to a receiver that refuses some of them, is away for a while, or gets one whose delivery nobody could record. */
final class OutboxTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder;

    private final MockWebServer receiver = new MockWebServer();
    private final List<Told> told = new ArrayList<>();
    private volatile Predicate<String> refused = feature -> false;
    private volatile Runnable whenTold = () -> {};

    private record Told(String feature, String key, String time, boolean isTaken) {}

    @BeforeEach
    void serve() throws IOException {
        receiver.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                JsonNode event = JSON.readTree(request.getBody().toByteArray());
                String feature = event.path("subject").asString();
                boolean isTaken = !refused.test(feature);
                synchronized (told) {
                    told.add(new Told(
                            feature,
                            String.valueOf(request.getHeaders().get("Idempotency-Key")),
                            event.path("time").asString(),
                            isTaken));
                }
                whenTold.run();
                return new MockResponse.Builder().code(isTaken ? 204 : 400).build();
            }
        });
        receiver.start();
    }

    @AfterEach
    void end() {
        receiver.close();
    }

    @Test
    void a_notice_that_is_refused_run_after_run_keeps_its_key_and_blocks_no_other() {
        Shop shop = shop("poison", "good");
        refused = "poison"::equals;

        shop.run("apply", "--auto-approve");
        Result second = shop.later(Duration.ofHours(2)).run("apply", "--auto-approve");
        Result third = shop.later(Duration.ofHours(2)).run("apply", "--auto-approve");
        refused = feature -> false;
        shop.run("apply", "--auto-approve");

        assertThat(taken("good")).as("one for each stage").hasSize(3);
        assertThat(second.exitCode()).as("it is told").isNotZero();
        assertThat(third.output() + third.errorOutput()).contains("poison");
        assertThat(keys("poison")).as("each key was tried again and again").hasSize(3);
        assertThat(taken("poison")).as("delivered at last").hasSize(3);
        assertThat(shop.run("history", "verify").exitCode()).isZero();
        assertThat(shop.run("apply", "--auto-approve").output()).contains(" 0 done, 0 failed");
    }

    @Test
    void what_a_receiver_missed_comes_in_order_for_each_feature_when_it_is_back() {
        Shop shop = shop("a", "b");
        receiver.close();
        shop.run("apply", "--auto-approve");
        shop.later(Duration.ofHours(2)).run("apply", "--auto-approve");
        assertThat(told).isEmpty();

        shop.edit("flagctl.yaml", text -> text.replaceAll("http://127.0.0.1:\\d+", again()));
        shop.run("apply", "--auto-approve");

        for (String feature : List.of("a", "b")) {
            assertThat(told.stream()
                            .filter(each -> each.feature().equals(feature))
                            .map(Told::time))
                    .as(feature)
                    .hasSize(2)
                    .isSorted();
            assertThat(keys(feature)).hasSize(2).containsOnlyKeys(keys(feature).keySet());
        }
    }

    @Test
    void a_notice_that_arrived_and_was_not_recorded_comes_again_under_the_same_key() {
        Shop shop = shop("a");
        // Who takes the lease over meanwhile keeps the run from recording what it sent.
        whenTold = () -> {
            whenTold = () -> {};
            shop.later(Duration.ofMinutes(5));
            Lock.on(shop).close();
        };

        Result cut = shop.run("apply", "--auto-approve");
        shop.later(Duration.ofMinutes(5)).run("apply", "--auto-approve");

        assertThat(cut.exitCode()).as(cut.toString()).isEqualTo(ExitCode.LOCKED.code());
        assertThat(keys("a")).as("twice under one key").containsValue(2).hasSize(1);
        assertThat(shop.run("history", "verify").exitCode()).isZero();
        assertThat(shop.run("apply", "--auto-approve").output()).contains(" 0 done, 0 failed");
    }

    private String again() {
        try {
            MockWebServer back = new MockWebServer();
            back.setDispatcher(receiver.getDispatcher());
            back.start();
            return "http://127.0.0.1:" + back.getPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Told> taken(String feature) {
        return told.stream()
                .filter(each -> each.feature().equals(feature) && each.isTaken())
                .toList();
    }

    /** Returns how often each key came. */
    private Map<String, Integer> keys(String feature) {
        Map<String, Integer> keys = new TreeMap<>();
        told.stream()
                .filter(each -> each.feature().equals(feature))
                .forEach(each -> keys.merge(each.key(), 1, Integer::sum));
        return keys;
    }

    private Shop shop(String... features) {
        Shop shop = Shop.production(folder)
                .adapter("chat: {type: webhook, url: \"http://127.0.0.1:" + receiver.getPort() + "\"}");
        for (String feature : features) {
            shop.write(
                    "manifests/" + feature + ".yaml",
                    Shop.feature(feature, "{percent: 10, bake: 1h}", "{percent: 50, bake: 1h}", "{percent: 100}")
                            + Shop.TOLD);
        }
        return shop;
    }
}
