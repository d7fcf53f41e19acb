// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.SourceRange;
import dev.flagctl.model.SourceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Gives the tree of a document, reading a cached one again, because places are only needed when something is wrong. */
final class Trees {

    private final Path root;
    private final Map<String, Optional<SourceText>> texts = new HashMap<>();

    Trees(Path root) {
        this.root = root;
    }

    /** Returns where the value at a pointer is written; only the line is known when the file changed meanwhile. */
    SourceRange value(Document document, String pointer) {
        JsonNode tree = tree(document);
        return tree == null ? line(document) : Pointer.value(tree, document.file(), pointer);
    }

    /** Returns where the key at a pointer is written. */
    SourceRange key(Document document, String pointer) {
        JsonNode tree = tree(document);
        return tree == null ? line(document) : Pointer.key(tree, document.file(), pointer);
    }

    private static SourceRange line(Document document) {
        SourceRef source = document.feature == null ? SourceRef.NONE : document.feature.source();
        return new SourceRange(document.file(), Math.max(document.line(), source.line()), 1, 2);
    }

    private @Nullable JsonNode tree(Document document) {
        if (document.tree != null) {
            return document.tree;
        }
        SourceText text = texts.computeIfAbsent(document.file(), this::read).orElse(null);
        if (text == null) {
            return null;
        }
        for (SourceText.Part part : text.parts()) {
            if (part.line() == document.line()) {
                try {
                    document.tree = YamlReader.read(text.text(part), document.file(), part.line());
                    return document.tree;
                } catch (YamlException changedMeanwhile) {
                    return null;
                }
            }
        }
        return null;
    }

    private Optional<SourceText> read(String file) {
        try {
            return Optional.of(SourceText.of(file, Files.readAllBytes(root.resolve(file))));
        } catch (IOException | YamlException changedMeanwhile) {
            return Optional.empty();
        }
    }
}
