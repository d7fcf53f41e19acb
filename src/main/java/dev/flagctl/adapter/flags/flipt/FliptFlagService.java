// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flipt;

import dev.flagctl.adapter.flags.FileChecks;
import dev.flagctl.adapter.flags.FileWriting;
import dev.flagctl.adapter.flags.FlagFile;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.model.Bucketing;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Percent;
import dev.flagctl.port.Check;
import dev.flagctl.port.ControlGuard;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.port.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Serves flags through a features file of Flipt per environment. Keeps nothing between calls. */
final class FliptFlagService implements FlagService {

    /** The coarser of what boolean and variant flags can do, so that a plan need not know which one a flag is. */
    private static final Capabilities CAPABILITIES = new Capabilities(
                    Percent.of(1),
                    new Capabilities.Audiences(
                            EnumSet.complementOf(EnumSet.of(Operator.CONTAINS)),
                            true,
                            false,
                            FliptConstraints::refusal),
                    true,
                    false,
                    false,
                    true,
                    false,
                    Duration.ofSeconds(30),
                    new Places(),
                    List.of("\"enabled: false\" does not stop the rollouts of a boolean flag; flagctl kill does"))
            .withControl(FliptFlagService::controlRefusal);

    private final FlagPath path;
    private final WriteTurns turns;

    FliptFlagService(FlagPath path, WriteTurns turns) {
        this.path = path;
        this.turns = turns;
    }

    /** Distributions are laid over the places in the order of the file; thresholds tell two sides apart. */
    private static String controlRefusal(FlagState state) {
        return FliptShapes.isBoolean(state)
                ? "Flipt's boolean flags have two sides and no name for a control group between them; give the variants texts, "
                        + "so that it becomes a variant flag"
                : "";
    }

    /**
     * CRC-32 of entity and flag modulo 100 for boolean flags, of flag and entity modulo 1,000 for variant flags
     * (internal/server/evaluation/evaluation.go).
     */
    private static final class Places implements Bucketing {

        @Override
        public String name() {
            return "flipt-crc32";
        }

        @Override
        public double place(String flagKey, String salt, String user) {
            return crc(user + flagKey) % 100 / 100.0;
        }

        @Override
        public double place(String flagKey, FlagState state, String user) {
            return FliptShapes.isBoolean(state)
                    ? place(flagKey, state.salt(), user)
                    : crc(flagKey + user) % 1000 / 1000.0;
        }

        private static long crc(String text) {
            CRC32 crc = new CRC32();
            crc.update(text.getBytes(StandardCharsets.UTF_8));
            return crc.getValue();
        }
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Map<String, ObservedFlag> read(FlagScope scope, Collection<FlagSpec> flags) {
        FlagText text = file(scope, "read flags").load();
        Map<String, ObservedFlag> observed = new LinkedHashMap<>();
        FliptFile file = text == null ? null : new FliptFile(text, path.format());
        FliptShapes shapes = new FliptShapes(scope, file == null ? new FliptConstraints(true) : file.constraints());
        for (FlagSpec spec : flags) {
            observed.put(spec.key(), file == null ? ObservedFlag.absent(spec.key()) : file.observed(spec, shapes));
        }
        return observed;
    }

    @Override
    public List<FoundFlag> list(FlagScope scope) {
        FlagText text = file(scope, "list flags").load();
        List<FoundFlag> found = new ArrayList<>();
        if (text != null) {
            new FliptFile(text, path.format()).flags().forEach((key, flag) -> found.add(found(key, flag)));
        }
        found.sort(Comparator.comparing(FoundFlag::key));
        return found;
    }

    private static FoundFlag found(String key, Node flag) {
        String description = flag.text("description");
        Node enabled = flag.get("enabled");
        boolean on = enabled == null || Boolean.TRUE.equals(enabled.scalar());
        boolean isBoolean = FliptReading.isBoolean(flag);
        Map<String, Object> variants = new LinkedHashMap<>();
        if (isBoolean) {
            variants.put("on", true);
            variants.put("off", false);
        } else {
            variants.putAll(FliptReading.variants(flag));
        }
        @Nullable String served = isBoolean ? (on && enabled != null ? "on" : "off") : FliptReading.fallback(flag);
        return new FoundFlag(
                key,
                description == null ? "" : description,
                variants,
                served,
                !FliptReading.steps(flag).isEmpty(),
                isBoolean || on);
    }

    @Override
    public List<WriteOutcome> write(FlagScope scope, List<FlagWrite> writes) {
        FlagFormat format = path.format();
        String blank = format == FlagFormat.JSON
                ? "{\n  \"version\": \"1.6\",\n  \"flags\": []\n}\n"
                : "version: \"1.6\"\nflags: []\n";
        return ControlGuard.write(
                CAPABILITIES,
                path.of(scope.environment().name()).toString(),
                writes,
                some -> new FileWriting(file(scope, "write flags"), turns)
                        .write(blank, text -> new FliptBatch(text, format, scope, some)));
    }

    @Override
    public List<Check> check(FlagScope scope) {
        return FileChecks.of(
                file(scope, "check the features file"),
                text -> new FliptFile(text, path.format()).flags().size());
    }

    private FlagFile file(FlagScope scope, String action) {
        return new FlagFile(path.of(scope.environment().name()), action);
    }

    @Override
    public void close() {
        // Nothing stays open between calls.
    }
}
