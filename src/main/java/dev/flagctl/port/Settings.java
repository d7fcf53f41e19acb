// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.SourceRef;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of one adapter, with references to secrets resolved only when they are asked for. */
public final class Settings {

    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,5})/([sm])");

    private final AdapterSpec spec;
    private final References references;

    /** Makes settings whose files are relative to the working folder. */
    public Settings(AdapterSpec spec, Map<String, String> environment) {
        this(spec, new References(environment, Path.of("")));
    }

    public Settings(AdapterSpec spec, References references) {
        this.spec = spec;
        this.references = references;
    }

    /** Returns the adapter's name in the manifest. */
    public String name() {
        return spec.name();
    }

    /** Returns the raw settings, references unresolved. */
    public Map<String, Object> raw() {
        return spec.settings();
    }

    /** Returns a setting as text with <code>${env:NAME}</code> and <code>${file:PATH}</code> resolved, empty when absent. */
    public Optional<String> text(String key) {
        Object value = spec.settings().get(key);
        return value == null ? Optional.empty() : Optional.of(resolve(key, value.toString()));
    }

    /**
     * Returns a setting that must be there.
     *
     * @throws RefusedException when it is absent or names an environment variable that is not set
     */
    public String require(String key) {
        return text(key)
                .orElseThrow(() -> new RefusedException(
                        where() + " has no \"" + key + "\"", "add \"" + key + "\" to the adapter"));
    }

    /** Returns a setting as a secret, empty when absent; the name is that of the environment variable or file, or of the setting. */
    public Optional<Secret> secret(String key) {
        Object value = spec.settings().get(key);
        if (value == null) {
            return Optional.empty();
        }
        String written = value.toString();
        String name = References.isOne(written) ? References.nameOf(written) : spec.name() + "." + key;
        return Optional.of(new Secret(name, resolve(key, written)));
    }

    /**
     * Returns a list of texts with references resolved, empty when absent.
     *
     * @throws RefusedException when it is no list, or a reference cannot be resolved
     */
    public List<String> list(String key) {
        Object value = spec.settings().get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> items)) {
            throw wrongShape(key, "a list");
        }
        List<String> texts = new ArrayList<>(items.size());
        for (Object item : items) {
            texts.add(resolve(key, String.valueOf(item)));
        }
        return List.copyOf(texts);
    }

    /**
     * Returns a map of values with references resolved, empty when absent. A value that is a reference has the name of its environment
     * variable, another one that of its key.
     *
     * @throws RefusedException when it is no map, or a reference cannot be resolved
     */
    public Map<String, Secret> map(String key) {
        Object value = spec.settings().get(key);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> entries)) {
            throw wrongShape(key, "a map");
        }
        Map<String, Secret> values = new LinkedHashMap<>();
        entries.forEach((name, each) -> {
            String written = String.valueOf(each);
            String shown = References.isOne(written) ? References.nameOf(written) : String.valueOf(name);
            values.put(String.valueOf(name), new Secret(shown, resolve(key, written)));
        });
        return Collections.unmodifiableMap(values);
    }

    /**
     * Returns a setting as a duration.
     *
     * @param otherwise where it is absent, in the same form: {@code 30s}
     * @throws RefusedException when it is no duration above zero
     */
    public Duration duration(String key, String otherwise) {
        String text = text(key).orElse(otherwise);
        try {
            Duration duration = DurationText.parse(text);
            if (!duration.isZero() && !duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeException e) {
            // Told below, with the others.
        }
        throw new RefusedException(
                "\"" + key + ": " + text + "\" of adapter \"" + spec.name() + "\" is no duration above zero",
                "write a duration such as " + otherwise);
    }

    /**
     * Returns the shortest time between two things of which {@code key} says how many there may be, such as {@code 10/s} or {@code 300/m}.
     *
     * @return zero where it is absent
     * @throws RefusedException when it is no whole number above zero of a second or a minute
     */
    public Duration gap(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Duration.ZERO;
        }
        Matcher rate = RATE.matcher(text.get());
        if (!rate.matches()) {
            throw new RefusedException(
                    "\"" + key + ": " + text.get() + "\" of adapter \"" + spec.name() + "\" is no rate",
                    "write a rate such as 10/s or 300/m");
        }
        Duration of = rate.group(2).equals("s") ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
        return of.dividedBy(Long.parseLong(rate.group(1)));
    }

    private RefusedException wrongShape(String key, String shape) {
        return new RefusedException(
                where() + " has a \"" + key + "\" that is not " + shape, "write \"" + key + "\" as " + shape);
    }

    private String resolve(String key, String written) {
        return references.resolve(where(), key, written);
    }

    /** An adapter that an option names stands in no file. */
    private String where() {
        String place = spec.source().equals(SourceRef.NONE) ? "" : " (" + spec.source() + ")";
        return "adapter \"" + spec.name() + "\"" + place;
    }
}
