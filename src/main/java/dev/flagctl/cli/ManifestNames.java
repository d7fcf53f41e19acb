// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.ManifestException;
import dev.flagctl.manifest.ManifestLoader;
import dev.flagctl.manifest.Manifests;
import dev.flagctl.model.Feature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Reads the names that manifests define, for completion. */
final class ManifestNames {

    private final Session session;
    private final List<String> typed;

    /**
     * @param typed what was typed before, for {@code --dir} in it
     */
    ManifestNames(Session session, List<String> typed) {
        this.session = session;
        this.typed = typed;
    }

    /** Returns the names that a label of a help page stands for, empty for other labels and while a manifest is invalid. */
    Collection<String> of(String label) {
        boolean isName = switch (label) {
            case "FEATURE", "ENV", "COHORT", "METRIC", "TEAM", "KEY=VALUE" -> true;
            default -> false;
        };
        if (!isName) {
            return List.of();
        }
        try {
            return names(label, load());
        } catch (ManifestException invalid) {
            // A half-written manifest is what one has while typing; "flagctl validate" says what is wrong with it.
            return List.of();
        }
    }

    private static Collection<String> names(String label, Manifests manifests) {
        return switch (label) {
            case "FEATURE" -> {
                List<String> names = new ArrayList<>();
                for (Feature feature : manifests.features()) {
                    names.add(feature.name());
                }
                yield names;
            }
            case "TEAM" -> values(manifests, Selector.OWNER);
            case "KEY=VALUE" -> values(manifests, Selector.LABEL);
            case "ENV" -> manifests.project().environments().keySet();
            case "COHORT" -> manifests.project().cohorts().keySet();
            default -> manifests.metrics().keySet();
        };
    }

    private static Collection<String> values(Manifests manifests, Selector selector) {
        TreeSet<String> values = new TreeSet<>();
        manifests.features().forEach(feature -> values.addAll(selector.valuesOf(feature)));
        return values;
    }

    private Manifests load() {
        Path root = session.root();
        for (int i = 0; i < typed.size(); i++) {
            String word = typed.get(i);
            if ((word.equals("-C") || word.equals("--dir")) && i + 1 < typed.size()) {
                root = root.resolve(GlobalOptions.path(typed.get(i + 1)));
            } else if (word.startsWith("--dir=")) {
                root = root.resolve(GlobalOptions.path(word.substring("--dir=".length())));
            }
        }
        ManifestLoader loader = root.equals(session.root()) ? session.loader() : session.loader(root);
        return loader.load(Session.defaultPaths(root));
    }
}
