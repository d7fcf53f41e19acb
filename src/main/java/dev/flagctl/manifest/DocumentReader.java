// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.SourceRange;
import dev.flagctl.diag.Suggestion;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one document: YAML, kind, shape, meaning. Safe for several threads. */
final class DocumentReader {

    static final String API_VERSION = "flagctl.dev/v1";

    private final Supplier<Shape> shape;

    DocumentReader(Supplier<Shape> shape) {
        this.shape = shape;
    }

    /** Fills a document from its text. */
    void read(Document document, String text) {
        JsonNode tree;
        try {
            tree = YamlReader.read(text, document.file(), document.line());
        } catch (YamlException broken) {
            document.isUnread = true;
            document.isGarbled = broken.isGarbled();
            document.findings.addAll(broken.diagnostics());
            rest(document, broken.rest());
            return;
        }
        if (tree == null) {
            document.isEmpty = true;
            return;
        }
        document.tree = tree;
        ManifestKind kind = kind(tree, document);
        if (kind == null) {
            return;
        }
        document.kind = kind;
        document.name = name(tree);
        shape.get().check(kind, tree, document.file(), document.findings);
        if (!document.findings.hasErrors()) {
            meaning(document, tree, kind);
        }
    }

    /** Checks the shape of what could be read of a broken document, so that its other mistakes are told in the same run. */
    private void rest(Document document, @Nullable JsonNode rest) {
        if (rest != null && rest.path("apiVersion").asString("").equals(API_VERSION)) {
            ManifestKind kind = ManifestKind.find(rest.path("kind").asString(""));
            if (kind != null) {
                shape.get().check(kind, rest, document.file(), document.findings);
            }
        }
    }

    private static void meaning(Document document, JsonNode tree, ManifestKind kind) {
        Site site = new Site(tree, document.file(), document.findings);
        switch (kind) {
            case FEATURE -> {
                if (!FeatureBinder.usesTemplates(tree)) {
                    bindFeature(document, site, Map.of());
                }
            }
            case METRIC -> MetricBinder.bind(site);
            case PROJECT, STRATEGY -> {
                // Their meaning shows only together with what refers to them.
            }
        }
    }

    /** Binds a feature and its canonical text. */
    static void bindFeature(Document document, Site site, Map<String, Template> templates) {
        String canonical = CanonicalWriter.write(site.tree(), templates);
        document.feature = new FeatureBinder(site, templates).bind(CanonicalWriter.digest(canonical));
        document.canonical = () -> canonical;
    }

    private static String name(JsonNode tree) {
        JsonNode metadata = tree.get("metadata");
        JsonNode name = metadata == null ? null : metadata.get("name");
        return name != null && name.isString() ? name.asString() : "";
    }

    private static @Nullable ManifestKind kind(JsonNode tree, Document document) {
        if (!tree.isObject()) {
            document.findings.error(
                    DiagnosticCode.NOT_A_MANIFEST,
                    new SourceRange(document.file(), document.line(), 1, 2),
                    "the document is " + TypeWords.of(tree) + ", not a manifest",
                    "",
                    "begin it with \"apiVersion: " + API_VERSION + "\" and a \"kind\"");
            return null;
        }
        Site site = new Site(tree, document.file(), document.findings);
        JsonNode version = tree.get("apiVersion");
        if (version == null || !version.asString("").equals(API_VERSION)) {
            unknownVersion(site, version);
            return null;
        }
        JsonNode word = tree.get("kind");
        ManifestKind kind = word == null ? null : ManifestKind.find(word.asString(""));
        if (kind == null) {
            unknownKind(site, word);
        }
        return kind;
    }

    private static void unknownVersion(Site site, @Nullable JsonNode version) {
        String hint = "write \"apiVersion: " + API_VERSION + "\"";
        if (version == null) {
            site.error(
                    DiagnosticCode.UNKNOWN_API_VERSION,
                    "/apiVersion",
                    "the document has no \"apiVersion\"",
                    "",
                    hint
                            + "; if this is no manifest, keep manifests in a folder \"manifests\", then only that one is read");
            return;
        }
        site.error(
                DiagnosticCode.UNKNOWN_API_VERSION,
                "/apiVersion",
                "unknown apiVersion \"" + YamlProblems.shorten(version.asString("")) + "\"",
                "",
                hint);
    }

    private static void unknownKind(Site site, @Nullable JsonNode word) {
        String written = word == null ? "" : word.asString("");
        String nearest = Suggestion.nearest(written, ManifestKind.WORDS);
        site.error(
                DiagnosticCode.UNKNOWN_KIND,
                "/kind",
                word == null
                        ? "the document has no \"kind\""
                        : "unknown kind \"" + YamlProblems.shorten(written) + "\"",
                nearest == null ? "" : "did you mean \"" + nearest + "\"?",
                "write one of: " + String.join(", ", ManifestKind.WORDS));
    }
}
