// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Bucketing;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ReadBack;
import dev.flagctl.port.Evaluation;
import dev.flagctl.port.FlagEvaluator;
import dev.flagctl.port.FlagScope;
import dev.flagctl.run.Probes.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates made-up users as a client does, before and after a write, until clients serve what was written. */
final class ReadBacks {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final OpenPorts ports;
    private final FlagScope scope;
    private final ReadBack settings;
    private final Bucketing bucketing;
    private final Map<String, Expected> expected = new LinkedHashMap<>();

    ReadBacks(OpenPorts ports, FlagScope scope, ReadBack settings, Bucketing bucketing) {
        this.ports = ports;
        this.scope = scope;
        this.settings = settings;
        this.bucketing = bucketing;
    }

    /** What clients shall serve of one flag. */
    private record Expected(FlagState after, List<Probe> probes) {}

    /**
     * Chooses the users of a write before it is sent. Who is not served by flagctl's own rules even now is left out, as foreign rules come first.
     */
    void before(String flagKey, @Nullable FlagState before, FlagState after) {
        FlagState from = before == null ? after.withExposure(Exposure.NONE) : before;
        List<Probe> probes = Probes.of(scope, flagKey, bucketing, from, after);
        if (before != null && !probes.isEmpty()) {
            probes = servedAs(flagKey, before, probes);
        }
        expected.put(flagKey, new Expected(after, probes));
    }

    private List<Probe> servedAs(String flagKey, FlagState before, List<Probe> probes) {
        try {
            List<Evaluation> served = evaluate(flagKey, probes);
            List<Probe> kept = new ArrayList<>();
            for (int i = 0; i < probes.size(); i++) {
                if (serves(served.get(i), before, probes.get(i).before())) {
                    kept.add(probes.get(i));
                }
            }
            return kept;
        } catch (AdapterException e) {
            // A flag that clients do not know yet, or a client that cannot be asked: afterwards all of them must be
            // right.
            return probes;
        }
    }

    /**
     * Waits until clients serve the given flags as written, at most as long as the manifest says.
     *
     * @return what is not served yet, for people, by flag; empty for those that are
     */
    Map<String, String> await(List<String> flagKeys) {
        Instant deadline = ports.host().clock().instant().plus(settings.within());
        Map<String, String> missing = new LinkedHashMap<>();
        List<String> open = new ArrayList<>(flagKeys);
        while (true) {
            for (String key : List.copyOf(open)) {
                String lacks = missing(key);
                missing.put(key, lacks);
                if (lacks.isEmpty()) {
                    open.remove(key);
                }
            }
            if (open.isEmpty() || !ports.host().clock().instant().isBefore(deadline) || !pause()) {
                return missing;
            }
        }
    }

    private String missing(String flagKey) {
        Expected each = expected.get(flagKey);
        return each == null ? "" : missing(flagKey, each.after(), each.probes(), false);
    }

    /** Returns what clients lack that shall serve a state, whatever they served before; empty when they serve it. */
    String missing(String flagKey, FlagState state, boolean foreignRules) {
        FlagState other = state.withExposure(state.exposure().isNone() ? Exposure.ALL : Exposure.NONE);
        return missing(flagKey, state, Probes.of(scope, flagKey, bucketing, other, state), foreignRules);
    }

    private String missing(String flagKey, FlagState state, List<Probe> probes, boolean mostlyIsEnough) {
        try {
            List<Evaluation> served = evaluate(flagKey, probes);
            int wrong = 0;
            for (int i = 0; i < probes.size(); i++) {
                wrong += serves(served.get(i), state, probes.get(i).after()) ? 0 : 1;
            }
            boolean fine = mostlyIsEnough ? wrong * 2 < probes.size() : wrong == 0;
            return fine || probes.isEmpty()
                    ? ""
                    : wrong + " of " + probes.size() + " made-up users are served something else by "
                            + settings.adapter();
        } catch (AdapterException e) {
            return e.sentence();
        }
    }

    private List<Evaluation> evaluate(String flagKey, List<Probe> probes) {
        FlagEvaluator evaluator = ports.flagEvaluator(settings.adapter());
        return evaluator.evaluate(
                scope, flagKey, probes.stream().map(Probe::context).toList());
    }

    /** A client that names no variant is compared by value; no value at all is the code's default, which is the control. */
    private static boolean serves(Evaluation served, FlagState state, String variant) {
        if (served.variant() != null && state.variants().containsKey(served.variant())) {
            return served.variant().equals(variant);
        }
        Object wanted = state.variants().get(variant);
        return served.value() == null
                ? Boolean.FALSE.equals(wanted)
                : served.value().equals(wanted);
    }

    private boolean pause() {
        try {
            ports.host().sleeper().sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
