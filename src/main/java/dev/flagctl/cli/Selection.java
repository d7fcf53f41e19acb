// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.Suggestion;
import dev.flagctl.model.Feature;
import dev.flagctl.plan.PlanScope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The features that a command looks at, chosen by the same few options everywhere.
 *
 * <p>Values of one option add up, different options narrow, and {@code --exclude} has the last word. A value that fits no feature is a mistake and
 * never an empty choice, for an empty run would look like a good one; only {@code --changed-since} may find nothing.
 *
 * <p>Most runs choose nothing: that way links no lambda, which would cost a short command milliseconds.
 */
final class Selection {

    /** No feature has an empty name: a plan for it is empty, while one for no name at all speaks of every feature. */
    private static final Set<String> NOTHING = Set.of("");

    private static final String EXCLUDE = "--exclude";

    private final Workspace workspace;
    private final Session session;
    private final Arguments arguments;
    private final Set<String> chosen = new HashSet<>();
    private final Map<Selector, Integer> leftOut = new EnumMap<>(Selector.class);
    private int excluded;
    private boolean isNarrowed;

    /**
     * Chooses.
     *
     * @throws UsageException when a value fits nothing
     */
    Selection(Workspace workspace, Session session, Arguments arguments, List<String> names) {
        this.workspace = workspace;
        this.session = session;
        this.arguments = arguments;
        choose(names);
    }

    /** Adds the options that choose environments and features. */
    static CommandForm options(CommandForm form) {
        return form.values("ENV", "Environment to look at; may be repeated. Without it: all.", "-e", "--environment")
                .values("FEATURE", "Feature to look at; may be repeated. Without it: all.", "--feature")
                .values("TEAM", "Only features of this owner; may be repeated.", "--owner")
                .values("KEY=VALUE", "Only features with this label; may be repeated.", "--label")
                .value("REF", "Only features whose manifests changed since this commit of git.", "--changed-since")
                .values(
                        "KIND=VALUE",
                        "Leave features out: feature=NAME, owner=TEAM, label=KEY=VALUE, file=PATH or "
                                + "changed-since=REF; may be repeated.",
                        EXCLUDE);
    }

    /** Returns what to plan for. */
    PlanScope scope() {
        PlanScope all = workspace.scope(arguments, List.of());
        Set<String> names = !isNarrowed ? Set.of() : chosen.isEmpty() ? NOTHING : chosen;
        return new PlanScope(all.environments(), names, all.allowRebucketing());
    }

    /** Returns what was left out and by which option, {@code 12 features by --owner}; what was asked for by name says so itself. */
    List<String> leftOut() {
        List<String> words = new ArrayList<>();
        for (Map.Entry<Selector, Integer> entry : leftOut.entrySet()) {
            if (entry.getKey() != Selector.FEATURE) {
                words.add(words(entry.getValue()) + " by " + entry.getKey().option());
            }
        }
        if (excluded > 0) {
            words.add(words(excluded) + " by " + EXCLUDE);
        }
        return words;
    }

    /** Returns the options as they were written, for a command that shall mean the same; empty without any. */
    String asWritten() {
        StringBuilder text = new StringBuilder();
        for (Selector selector : Selector.values()) {
            for (String value : values(selector)) {
                text.append(' ').append(selector.option()).append(' ').append(quoted(value));
            }
        }
        for (String value : arguments.values(EXCLUDE)) {
            text.append(' ').append(EXCLUDE).append(' ').append(quoted(value));
        }
        return text.toString();
    }

    /** Tells whether any option that chooses features was written. */
    static boolean isAsked(Arguments arguments) {
        return !arguments.values("--feature").isEmpty()
                || !arguments.values("--owner").isEmpty()
                || !arguments.values("--label").isEmpty()
                || arguments.value("--changed-since").isPresent()
                || !arguments.values(EXCLUDE).isEmpty();
    }

    private void choose(List<String> names) {
        Map<Selector, List<Fit>> wanted = new EnumMap<>(Selector.class);
        for (Selector selector : Selector.values()) {
            List<String> values = new ArrayList<>(values(selector));
            values.addAll(selector == Selector.FEATURE ? names : List.of());
            for (String value : values) {
                wanted.computeIfAbsent(selector, each -> new ArrayList<>()).add(fit(selector, value));
            }
        }
        List<Fit> unwanted = new ArrayList<>();
        for (String asked : arguments.values(EXCLUDE)) {
            unwanted.add(unwanted(asked));
        }
        isNarrowed = !wanted.isEmpty() || !unwanted.isEmpty();
        if (isNarrowed) {
            workspace.manifests().features().forEach(feature -> sort(feature, wanted, unwanted));
        }
    }

    private void sort(Feature feature, Map<Selector, List<Fit>> wanted, List<Fit> unwanted) {
        for (Map.Entry<Selector, List<Fit>> entry : wanted.entrySet()) {
            if (entry.getValue().stream().noneMatch(fit -> fit.fits(feature))) {
                leftOut.merge(entry.getKey(), 1, Integer::sum);
                return;
            }
        }
        if (unwanted.stream().anyMatch(fit -> fit.fits(feature))) {
            excluded++;
        } else {
            chosen.add(feature.name());
        }
    }

    private Fit unwanted(String asked) {
        int equals = asked.indexOf('=');
        String word = equals < 0 ? asked : asked.substring(0, equals);
        List<String> words = new ArrayList<>();
        for (Selector selector : Selector.values()) {
            if (selector.word().equals(word) && equals > 0 && equals < asked.length() - 1) {
                return fit(selector, asked.substring(equals + 1));
            }
            words.add(selector.word());
        }
        throw new UsageException(
                "--exclude must be one of " + String.join(", ", words) + ", then =VALUE, but is \"" + asked + "\"",
                Suggestion.nearest(word, words));
    }

    private Fit fit(Selector selector, String value) {
        Fit fit = selector == Selector.CHANGED_SINCE
                ? ChangedManifests.since(session, workspace.manifests(), value)::contains
                : feature -> selector.fits(feature, value, session.root());
        if (selector != Selector.CHANGED_SINCE
                && workspace.manifests().features().stream().noneMatch(fit::fits)) {
            Set<String> known = new TreeSet<>();
            workspace.manifests().features().forEach(feature -> known.addAll(selector.valuesOf(feature)));
            throw new UsageException(
                    "no feature " + selector.relation() + " \"" + value + "\"", Suggestion.nearest(value, known));
        }
        return fit;
    }

    private List<String> values(Selector selector) {
        return switch (selector) {
            case FEATURE, OWNER, LABEL -> arguments.values(selector.option());
            case FILE -> session.chosenFiles();
            case CHANGED_SINCE -> {
                String ref = arguments.value(selector.option()).orElse("");
                yield ref.isEmpty() ? List.of() : List.of(ref);
            }
        };
    }

    private static String words(int count) {
        return count + (count == 1 ? " feature" : " features");
    }

    /** Quotes for a POSIX shell what one would not read as one plain word. */
    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9_./=:@%+,-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
    }

    private interface Fit {
        boolean fits(Feature feature);
    }
}
