// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.ControlLimit;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A flag service in memory, per environment. Tests reach around it with {@link #put} and make writes fail with {@link #failing}. */
public final class FakeFlagService implements FlagService {

    /** Everything that a flag service can do. */
    public static final Capabilities CAPABLE = capable(new Percent(1), Capabilities.Audiences.ALL, true);

    /** Everything, and to show that a flag is at its end. */
    public static final Capabilities MARKING = capable(new Percent(1), Capabilities.Audiences.ALL, true, true);

    /** Returns what a flag service can do that is limited in some ways, and in no other. */
    public static Capabilities capable(Percent step, Capabilities.Audiences audiences, boolean anyVariants) {
        return capable(step, audiences, anyVariants, false);
    }

    /** Returns the same of a flag service that cannot keep a control group as large as the treatment. */
    public static Capabilities unmatched(Percent step, Capabilities.Audiences audiences, boolean anyVariants) {
        return new Capabilities(
                step, audiences, anyVariants, true, true, true, true, Duration.ZERO, new FakeBucketing(), List.of());
    }

    /** Returns what a flag service can do that takes no two variants with one value, and is limited in no other way. */
    public static Capabilities distinct() {
        return capable(new Percent(1), Capabilities.Audiences.ALL, true, false, false);
    }

    private static Capabilities capable(
            Percent step, Capabilities.Audiences audiences, boolean anyVariants, boolean marks) {
        return capable(step, audiences, anyVariants, marks, true);
    }

    private static Capabilities capable(
            Percent step, Capabilities.Audiences audiences, boolean anyVariants, boolean marks, boolean equalVariants) {
        return new Capabilities(
                step,
                audiences,
                anyVariants,
                true,
                true,
                true,
                true,
                Duration.ZERO,
                new FakeBucketing(),
                marks,
                equalVariants,
                ControlLimit.NONE,
                List.of());
    }

    private final Capabilities capabilities;
    private final Map<String, Map<String, ObservedFlag>> environments = new TreeMap<>();
    private final List<FlagWrite> writes = new ArrayList<>();
    private Function<String, @Nullable AdapterException> faults = key -> null;

    public FakeFlagService() {
        this(CAPABLE);
    }

    public FakeFlagService(Capabilities capabilities) {
        this.capabilities = capabilities;
    }

    /** Changes a flag as somebody outside would. */
    public synchronized void put(String environment, ObservedFlag flag) {
        flags(environment).put(flag.key(), flag);
    }

    /** As {@link #put(String, ObservedFlag)}, with a flag that serves that state. */
    public void put(String environment, String key, FlagState state) {
        put(environment, ObservedFlag.present(key, state));
    }

    /** Takes a flag away as somebody outside would. */
    public synchronized void remove(String environment, String key) {
        flags(environment).remove(key);
    }

    /** Lets the writes of some flags fail: the function gets the key and returns the failure, or null. */
    public synchronized void failing(Function<String, @Nullable AdapterException> faults) {
        this.faults = faults;
    }

    /** Returns every write that changed something, in order. */
    public synchronized List<FlagWrite> writes() {
        return List.copyOf(writes);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public synchronized Map<String, ObservedFlag> read(FlagScope scope, Collection<FlagSpec> specs) {
        Map<String, ObservedFlag> observed = new LinkedHashMap<>();
        for (FlagSpec spec : specs) {
            observed.put(spec.key(), observed(scope, spec.key()));
        }
        return observed;
    }

    @Override
    public synchronized List<FoundFlag> list(FlagScope scope) {
        List<FoundFlag> found = new ArrayList<>();
        for (ObservedFlag flag : flags(scope.environment().name()).values()) {
            FlagState state = flag.state();
            if (state != null) {
                Exposure exposure = state.exposure();
                String served = exposure.isAll() ? state.treatment() : state.rest();
                found.add(new FoundFlag(
                        flag.key(), "", state.variants(), served, !exposure.isAll() && !exposure.isNone(), true));
            }
        }
        return found;
    }

    @Override
    public synchronized List<WriteOutcome> write(FlagScope scope, List<FlagWrite> wanted) {
        List<WriteOutcome> outcomes = new ArrayList<>();
        for (FlagWrite write : wanted) {
            outcomes.add(write(scope, write));
        }
        return outcomes;
    }

    private WriteOutcome write(FlagScope scope, FlagWrite write) {
        String key = write.spec().key();
        AdapterException fault = faults.apply(key);
        if (fault != null) {
            return WriteOutcome.failed(key, fault);
        }
        ObservedFlag found = observed(scope, key);
        boolean marks = write.after() != null && write.mark().changes(found.ending());
        if (serves(found, write.after()) && !marks) {
            return WriteOutcome.done(key, "");
        }
        if (!serves(found, write.after()) && !serves(found, write.before())) {
            return WriteOutcome.failed(
                    key,
                    new AdapterException(
                            Failure.REFUSED,
                            "write the flag \"" + key + "\"",
                            "the fake flag service",
                            "its exposure is " + exposure(found.state()) + ", expected " + exposure(write.before())));
        }
        writes.add(write);
        FlagState after = write.after();
        flags(scope.environment().name())
                .put(
                        key,
                        after == null
                                ? new ObservedFlag(key, null, gone(), "", List.of(), null)
                                : ObservedFlag.present(key, after).marked(found.ending() != marks));
        return WriteOutcome.done(key, after == null ? String.valueOf(found.state()) : "");
    }

    private ObservedFlag.Presence gone() {
        return capabilities.archives() ? ObservedFlag.Presence.ARCHIVED : ObservedFlag.Presence.ABSENT;
    }

    private static boolean serves(ObservedFlag found, @Nullable FlagState state) {
        return state == null ? found.presence() != ObservedFlag.Presence.PRESENT : state.equals(found.state());
    }

    private static String exposure(@Nullable FlagState state) {
        return state == null ? "unknown" : state.exposure().toString();
    }

    private ObservedFlag observed(FlagScope scope, String key) {
        return flags(scope.environment().name()).getOrDefault(key, ObservedFlag.absent(key));
    }

    private Map<String, ObservedFlag> flags(String environment) {
        return environments.computeIfAbsent(environment, name -> new TreeMap<>());
    }

    @Override
    public List<Check> check(FlagScope scope) {
        return List.of(Check.ok("reachable", "in memory"));
    }

    @Override
    public void close() {
        // Nothing is open: what is in memory outlives a run, as a real flag service does.
    }
}
