// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.model.Feature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** By what people choose features. */
enum Selector {
    FEATURE("is named"),
    OWNER("belongs to"),
    LABEL("has the label"),
    FILE("is written in"),
    /** Known to git only. */
    CHANGED_SINCE("changed since");

    private final String relation;

    Selector(String relation) {
        this.relation = relation;
    }

    /** Returns the word behind {@code --exclude}, such as {@code owner}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the option, such as {@code --owner}. */
    String option() {
        return "--" + word();
    }

    /** Returns what stands between "no feature" and a value. */
    String relation() {
        return relation;
    }

    /** Tells whether a feature is chosen by a value; {@link #CHANGED_SINCE} cannot tell and says no. */
    boolean fits(Feature feature, String value, Path root) {
        return switch (this) {
            case FEATURE -> feature.name().equals(value);
            case OWNER -> feature.owner().equals(value);
            case LABEL -> valuesOf(feature).contains(value);
            case FILE ->
                root.resolve(feature.source().file())
                        .normalize()
                        .startsWith(root.resolve(GlobalOptions.path(value)).normalize());
            case CHANGED_SINCE -> false;
        };
    }

    /** Returns the values that would choose a feature. */
    List<String> valuesOf(Feature feature) {
        return switch (this) {
            case FEATURE -> List.of(feature.name());
            case OWNER -> List.of(feature.owner());
            case FILE -> List.of(feature.source().file());
            case CHANGED_SINCE -> List.of();
            case LABEL -> {
                List<String> labels = new ArrayList<>();
                feature.labels().forEach((key, value) -> labels.add(key + "=" + value));
                yield labels;
            }
        };
    }
}
