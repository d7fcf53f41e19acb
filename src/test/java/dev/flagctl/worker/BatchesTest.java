// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.FeatureKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that wait, and the lanes that take them by the batch. */
final class BatchesTest {

    private static final int SIZE = 5;

    private final Batches batches = new Batches(SIZE);
    private final ExecutorService executions = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        batches.stop();
        executions.shutdownNow();
    }

    @Test
    void a_batch_is_of_one_environment_and_no_larger_than_its_size() throws Exception {
        batches.among(Set.of("staging", "production"), 3);
        handIn("staging", 7);
        handIn("production", 3);

        List<Batches.Batch> taken = List.of(next(), next(), next());

        assertThat(taken)
                .extracting(batch -> batch.environment() + " " + batch.looks().size())
                .containsExactlyInAnyOrder("staging 5", "staging 2", "production 3");
    }

    @Test
    void an_environment_whose_batches_take_long_leaves_a_lane_to_the_others() throws Exception {
        batches.among(Set.of("slow", "fast"), 3);
        handIn("slow", 4 * SIZE);
        List<Batches.Batch> slow = List.of(next(), next());

        assertThat(batches.next()).as("the third lane is not for it").isEmpty();
        handIn("fast", 1);
        assertThat(next().environment()).isEqualTo("fast");
        batches.end("fast");
        handIn("fast", 1);
        assertThat(next().environment()).as("again and again").isEqualTo("fast");

        batches.end(slow.get(0).environment());
        assertThat(next().environment()).isEqualTo("slow");
    }

    @Test
    void an_environment_that_nobody_named_gets_its_turn_too() throws Exception {
        batches.among(Set.of("production"), 2);
        handIn("new", 1);

        assertThat(next().environment()).isEqualTo("new");
    }

    @Test
    void environments_take_turns() throws Exception {
        batches.among(Set.of("a", "b"), 3);
        handIn("a", 3 * SIZE);
        handIn("b", 3 * SIZE);
        List<String> order = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            Batches.Batch batch = next();
            order.add(batch.environment());
            batches.end(batch.environment());
        }

        assertThat(order).isIn(List.of("a", "b", "a", "b"), List.of("b", "a", "b", "a"));
    }

    @Test
    void what_no_lane_took_is_answered_when_it_stops() throws Exception {
        batches.among(Set.of("production"), 2);
        List<CompletableFuture<Boolean>> answers = handIn("production", 2);

        batches.stop();

        for (CompletableFuture<Boolean> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(batches.look(new Batches.Look(new FeatureKey("late", "production"), 1, 0)))
                .isFalse();
        assertThat(batches.next()).isEmpty();
    }

    /** A lane waits for a moment only, and a thread may need more than that to begin. */
    private Batches.Batch next() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            var batch = batches.next();
            if (batch.isPresent()) {
                return batch.get();
            }
        }
        throw new AssertionError("no batch came");
    }

    private List<CompletableFuture<Boolean>> handIn(String environment, int number) throws InterruptedException {
        List<Batches.Look> looks = new ArrayList<>();
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            looks.add(new Batches.Look(new FeatureKey("f" + i, environment), 1, 0));
        }
        for (Batches.Look look : looks) {
            answers.add(CompletableFuture.supplyAsync(() -> batches.look(look), executions));
        }
        while (batches.waiting(environment) + taken(answers) < number) {
            Thread.sleep(1);
        }
        return answers;
    }

    private static int taken(List<CompletableFuture<Boolean>> answers) {
        return (int) answers.stream().filter(CompletableFuture::isDone).count();
    }
}
