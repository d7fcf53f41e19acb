// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.ManifestException;
import dev.flagctl.diag.SourceRange;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of the loader. */
final class Loading {

    private static final String INPUT = "stdin";

    private final Path root;
    private final @Nullable Path cacheFolder;
    private final InputStream input;
    private final SourceLines lines;
    private final Findings findings = new Findings();
    private final List<Document> documents = new ArrayList<>();
    private final List<Runnable> reading = new ArrayList<>();
    private final LazyShape shape = new LazyShape();
    private final DocumentReader reader = new DocumentReader(shape);
    private @Nullable Cache cache;
    private boolean isComplete = true;

    Loading(Path root, @Nullable Path cacheFolder, InputStream input, SourceLines lines) {
        this.root = root;
        this.cacheFolder = cacheFolder;
        this.input = input;
        this.lines = lines;
    }

    Manifests load(List<Path> paths) {
        cache = cacheFolder == null ? null : new Cache(cacheFolder, root, paths);
        Collection<FoundFile> files = new ManifestFiles(root, findings).find(paths);
        isComplete = !findings.hasErrors();
        int count = read(files, paths.contains(Path.of("-")));
        Linker linker = new Linker(documents, isComplete, new Trees(root), findings);
        if (documents.isEmpty()) {
            nothing(paths);
        } else {
            linker.link();
        }
        if (findings.hasErrors()) {
            throw new ManifestException(findings.sorted(), count, features());
        }
        return new Manifests(
                linker.project(),
                linker.features(),
                linker.metrics(),
                findings.sorted(),
                count,
                documents.size(),
                name -> canonical(linker, name));
    }

    /** Reads every document, those that did not change from the cache; returns how many files there were. */
    private int read(Collection<FoundFile> files, boolean withInput) {
        boolean changed = changed(files);
        if (changed || withInput) {
            shape.prepare();
        }
        if (cache != null && changed) {
            cache.begin();
        }
        for (FoundFile file : files) {
            read(file);
        }
        if (withInput) {
            readInput();
        }
        DocumentPool.run(reading);
        collect();
        if (cache != null && changed) {
            cache.replace(files, byFile());
        }
        return files.size() + (withInput ? 1 : 0);
    }

    private int features() {
        int features = 0;
        for (Document document : documents) {
            features += document.kind == ManifestKind.FEATURE ? 1 : 0;
        }
        return features;
    }

    private static String canonical(Linker linker, String name) {
        Document document = linker.feature(name);
        if (document == null || document.canonical == null) {
            throw new IllegalArgumentException("no feature \"" + name + "\" was loaded");
        }
        return document.canonical.text();
    }

    private boolean changed(Collection<FoundFile> files) {
        CacheFile known = known();
        boolean changed = known == null || known.files() != files.size();
        for (FoundFile file : files) {
            changed |= known == null || known.unchanged(file) == null;
        }
        return changed;
    }

    private @Nullable CacheFile known() {
        return cache == null ? null : cache.content();
    }

    private void read(FoundFile file) {
        CacheFile known = known();
        List<CacheFile.CachedDocument> unchanged = known == null ? null : known.unchanged(file);
        if (known != null && unchanged != null) {
            for (CacheFile.CachedDocument cached : unchanged) {
                fill(new Document(file.name(), cached.line()), known, cached);
            }
            return;
        }
        try {
            add(SourceText.read(file), true);
        } catch (YamlException broken) {
            findings.addAll(broken.diagnostics());
            isComplete = false;
        }
    }

    private void fill(Document document, CacheFile known, CacheFile.CachedDocument cached) {
        documents.add(document);
        reading.add(() -> {
            try {
                known.fill(document, cached);
            } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException garbled) {
                throw new CacheBrokenException(garbled);
            }
        });
    }

    private Map<String, List<Document>> byFile() {
        Map<String, List<Document>> byFile = new HashMap<>();
        for (Document document : documents) {
            byFile.computeIfAbsent(document.file(), absent -> new ArrayList<>()).add(document);
        }
        return byFile;
    }

    private void readInput() {
        try {
            SourceText text = SourceText.read(INPUT, input);
            lines.remember(INPUT, text.all());
            add(text, false);
        } catch (YamlException broken) {
            findings.addAll(broken.diagnostics());
            isComplete = false;
        }
    }

    private void add(SourceText text, boolean isFile) {
        CacheFile known = known();
        for (SourceText.Part part : text.parts()) {
            Document document = new Document(text.file(), part.line());
            CacheFile.CachedDocument cached =
                    known == null || !isFile ? null : known.find(text.bytes(), part.offset(), part.length());
            if (known != null && cached != null) {
                fill(document, known, cached);
                continue;
            }
            if (isFile) {
                document.raw = text.bytes();
                document.rawOffset = part.offset();
                document.rawLength = part.length();
            }
            documents.add(document);
            reading.add(() -> reader.read(document, text.text(part)));
        }
        if (text.parts().isEmpty()) {
            findings.add(Diagnostic.warning(
                    DiagnosticCode.NO_MANIFEST.code(),
                    text.file() + " holds no manifest",
                    SourceRange.ofFile(text.file()),
                    "",
                    "delete it, or write a manifest"));
        }
    }

    /** Takes what was found in the documents; of each file only the first at which reading had to end. */
    private void collect() {
        Set<String> garbled = new HashSet<>();
        for (Document document : documents) {
            if (!document.isGarbled || garbled.add(document.file())) {
                findings.addAll(document.findings.all());
            }
            isComplete &= !document.isUnread && (document.kind != null || document.isEmpty);
        }
        documents.removeIf(document -> document.isEmpty);
    }

    private void nothing(List<Path> paths) {
        if (!findings.hasErrors()) {
            List<String> names = new ArrayList<>();
            for (Path path : paths) {
                names.add(path.toString());
            }
            String where = names.isEmpty() ? "this folder" : String.join(", ", names);
            findings.error(
                    DiagnosticCode.NO_MANIFEST,
                    SourceRange.ofFile(names.isEmpty() ? "." : names.get(0)),
                    "no manifest found in " + where,
                    "",
                    "run \"flagctl init\" to write a first one");
        }
    }
}
