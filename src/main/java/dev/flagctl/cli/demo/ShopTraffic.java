// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * People who visit the shop: each is evaluated by the real engine, checks out, and leaves the events that an instrumented shop would leave.
 */
public final class ShopTraffic {

    private static final String FLAG = "checkout-redesign";

    private final FlagdEngine engine;
    private final Path events;
    private final List<Map<String, String>> users;
    private final SplittableRandom random;

    /**
     * @param events file the events are appended to
     * @param seed the same seed gives the same visits
     */
    public ShopTraffic(FlagdEngine engine, Path events, ShopUsers users, long seed) {
        this.engine = engine;
        this.events = events;
        this.users = users.contexts();
        this.random = new SplittableRandom(seed);
    }

    /**
     * Lets people visit between two times.
     *
     * @param visits how many
     * @param treatmentErrors share of checkouts with the treatment that fail, as a fraction; the control fails at one percent
     */
    public void visit(Instant from, Duration length, int visits, double treatmentErrors) {
        try (BufferedWriter out =
                Files.newBufferedWriter(events, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int i = 0; i < visits; i++) {
                Instant time = from.plusMillis(length.toMillis() * i / visits);
                Map<String, String> user = users.get(random.nextInt(users.size()));
                String variant = engine.variant(FLAG, user, false);
                boolean failed = random.nextDouble() < (variant.equals("on") ? treatmentErrors : 0.01);
                write(out, time, "feature_flag.evaluation", variant, user, "");
                write(out, time, "checkout", variant, user, ",\"failed\":" + failed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("tried to write the events of the demo to " + events, e);
        }
    }

    private static void write(
            BufferedWriter out, Instant time, String event, String variant, Map<String, String> user, String more)
            throws IOException {
        out.write("{\"time\":\"" + time + "\",\"event\":\"" + event + "\",\"feature_flag.key\":\"" + FLAG
                + "\",\"feature_flag.result.variant\":\"" + (variant.isEmpty() ? "off" : variant)
                + "\",\"feature_flag.context.id\":\"" + user.get("targetingKey") + "\"" + more + "}\n");
    }
}
