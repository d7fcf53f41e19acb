// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.diag.SourceRange;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Metric;
import dev.flagctl.model.Project;
import dev.flagctl.model.StrategyKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Puts single documents together: names, templates, references. */
final class Linker {

    private final List<Document> documents;
    private final boolean isComplete;
    private final Trees trees;
    private final Findings findings;
    private final Map<ManifestKind, Map<String, Document>> names = new EnumMap<>(ManifestKind.class);
    private final List<Feature> features;
    private final Map<String, Metric> metrics = new LinkedHashMap<>();
    private @Nullable Document project;

    /**
     * Prepares the linking.
     *
     * @param isComplete false when a file could not be read, so that what is not found may well be there
     */
    Linker(List<Document> documents, boolean isComplete, Trees trees, Findings findings) {
        this.documents = documents;
        this.isComplete = isComplete;
        this.trees = trees;
        this.findings = findings;
        this.features = new ArrayList<>(documents.size());
    }

    /** Links everything that is sound. */
    void link() {
        for (ManifestKind kind : ManifestKind.values()) {
            names.put(kind, new HashMap<>(kind == ManifestKind.FEATURE ? documents.size() * 2 : 16));
        }
        for (Document document : documents) {
            name(document);
        }
        Map<String, Template> templates = templates();
        for (Document document : documents) {
            bind(document, templates);
        }
        if (project == null) {
            noProject();
        } else if (project.isSound()) {
            Project bound = project();
            new ProjectCheck(bound, project, trees, findings).run();
            References references = new References(bound, names, metrics, isComplete, trees, findings);
            for (Document document : documents) {
                references.check(document);
            }
        }
    }

    /** Returns the project; only when nothing was wrong. */
    Project project() {
        if (project == null || project.tree == null) {
            throw new IllegalStateException("there is no project");
        }
        return ProjectBinder.bind(project.tree, project.file());
    }

    /** Returns all sound features in the order of their names. */
    List<Feature> features() {
        features.sort((a, b) -> a.name().compareTo(b.name()));
        return features;
    }

    Map<String, Metric> metrics() {
        return metrics;
    }

    @Nullable
    Document feature(String name) {
        Map<String, Document> all = names.get(ManifestKind.FEATURE);
        return all == null ? null : all.get(name);
    }

    private void name(Document document) {
        ManifestKind kind = document.kind;
        if (kind == null) {
            return;
        }
        if (kind == ManifestKind.PROJECT) {
            if (project != null) {
                twice(DiagnosticCode.TWO_PROJECTS, project, document, "there are two projects", "/kind");
                return;
            }
            project = document;
        }
        Map<String, Document> taken = names.get(kind);
        if (document.name.isEmpty() || taken == null) {
            return;
        }
        Document first = taken.putIfAbsent(document.name, document);
        if (first != null) {
            String plural = kind == ManifestKind.STRATEGY ? "strategies" : Words.of(kind) + "s";
            twice(
                    DiagnosticCode.NAME_TAKEN,
                    first,
                    document,
                    "two " + plural + " are named \"" + document.name + "\"",
                    "/metadata/name");
        }
    }

    private void twice(DiagnosticCode code, Document first, Document second, String summary, String pointer) {
        SourceRange again = trees.value(second, pointer);
        findings.add(new Diagnostic(
                Severity.ERROR,
                code.code(),
                summary,
                trees.value(first, pointer),
                "first here",
                null,
                List.of(new Diagnostic.Related(again, "and again here"))));
    }

    private void noProject() {
        if (isComplete) {
            String file = documents.isEmpty() ? "." : documents.get(0).file();
            findings.error(
                    DiagnosticCode.NO_PROJECT,
                    SourceRange.ofFile(file),
                    "there is no Project manifest among " + documents.size() + " documents",
                    "",
                    "run \"flagctl init\", or name the folder that holds flagctl.yaml");
        }
    }

    private Map<String, Template> templates() {
        Map<String, Template> templates = new LinkedHashMap<>();
        Map<String, Document> strategies = names.get(ManifestKind.STRATEGY);
        if (strategies != null) {
            for (Document document : strategies.values()) {
                JsonNode tree = document.tree;
                if (document.isSound() && tree != null) {
                    templates.put(
                            document.name, new Template(document.name, document.file(), Values.child(tree, "spec")));
                    checkTemplate(document);
                }
            }
        }
        return templates;
    }

    private void checkTemplate(Document document) {
        if (Words.find(StrategyKind.values(), document.name) != null) {
            findings.error(
                    DiagnosticCode.NAME_TAKEN,
                    trees.value(document, "/metadata/name"),
                    "\"" + document.name + "\" is the name of a built-in strategy",
                    "",
                    "give the Strategy manifest another name");
        }
    }

    private void bind(Document document, Map<String, Template> templates) {
        JsonNode tree = document.tree;
        if (document.kind == ManifestKind.FEATURE) {
            if (document.feature == null && tree != null && document.isSound() && canBind(tree, templates)) {
                DocumentReader.bindFeature(document, new Site(tree, document.file(), document.findings), templates);
                findings.addAll(document.findings.all());
            }
            if (document.feature != null) {
                features.add(document.feature);
            }
        } else if (document.kind == ManifestKind.METRIC && document.isSound() && tree != null) {
            Metric metric = MetricBinder.bind(new Site(tree, document.file(), findings));
            if (metric != null) {
                metrics.put(metric.name(), metric);
            }
        }
    }

    /** A template that may be in a file that could not be read, or that is broken itself, is not reported as missing. */
    private boolean canBind(JsonNode tree, Map<String, Template> templates) {
        JsonNode rollouts = Values.child(tree, "spec").get("rollout");
        Map<String, Document> strategies = names.get(ManifestKind.STRATEGY);
        if (rollouts != null && strategies != null) {
            for (JsonNode rollout : rollouts) {
                String word = Values.need(rollout, "strategy");
                boolean known = templates.containsKey(word) || Words.find(StrategyKind.values(), word) != null;
                if (!known && (!isComplete || strategies.containsKey(word))) {
                    return false;
                }
            }
        }
        return true;
    }
}
