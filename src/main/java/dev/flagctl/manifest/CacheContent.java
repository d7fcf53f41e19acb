// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Feature;
import dev.flagctl.model.Rollout;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what goes into a cache file. */
@SuppressWarnings("EnumOrdinal") // a cache is only read by the build that wrote it
final class CacheContent {

    private final Map<String, Integer> texts = new HashMap<>();
    private final ByteWriter body = new ByteWriter(texts);
    private final ByteWriter raw = new ByteWriter(texts);
    private final ByteWriter payload = new ByteWriter(texts);

    /**
     * Collects the sound documents.
     *
     * @param now the file system's time after the stamps were taken, in nanoseconds since the epoch
     */
    CacheContent(Collection<FoundFile> files, Map<String, List<Document>> documents, long now) {
        body.number(files.size());
        for (FoundFile file : files) {
            file(file, documents.getOrDefault(file.name(), List.of()), now);
        }
    }

    Map<String, Integer> texts() {
        return texts;
    }

    ByteWriter body() {
        return body;
    }

    ByteWriter raw() {
        return raw;
    }

    private void file(FoundFile file, List<Document> documents, long now) {
        int sound = 0;
        for (Document document : documents) {
            sound += isKept(document) ? 1 : 0;
        }
        body.text(file.name());
        body.number(file.stamp().size());
        body.number(file.stamp().modified());
        body.text(file.stamp().key());
        // A file with anything to complain about is read again each time, so that the complaint is made again.
        body.bool(sound == documents.size() && sound > 0 && file.stamp().isSettled(now));
        body.number(sound);
        for (Document document : documents) {
            if (isKept(document)) {
                document(document);
            }
        }
    }

    private void document(Document document) {
        if (document.kind == null || document.raw == null) {
            throw new IllegalStateException("not to be kept");
        }
        Feature feature = document.feature;
        boolean asFeature = feature != null && !hasTemplate(feature);
        body.number(document.line());
        body.number(document.kind.ordinal());
        body.text(document.name);
        body.number(raw.size());
        body.number(document.rawLength);
        raw.raw(document.raw, document.rawOffset, document.rawLength);
        body.bool(asFeature);
        byte[] canonical = asFeature && document.canonical != null
                ? document.canonical.text().getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        body.number(canonical.length);
        body.raw(canonical, 0, canonical.length);
        payload.clear();
        if (feature != null && asFeature) {
            FeatureCodec.write(payload, feature, document.line());
        } else if (document.tree != null) {
            TreeCodec.write(payload, document.tree, document.line());
        }
        body.number(payload.size());
        body.block(payload);
    }

    private static boolean isKept(Document document) {
        return document.isSound()
                && document.findings.isEmpty()
                && document.raw != null
                && (document.tree != null || (document.feature != null && !hasTemplate(document.feature)));
    }

    private static boolean hasTemplate(Feature feature) {
        for (Rollout rollout : feature.rollout().values()) {
            if (rollout.template() != null) {
                return true;
            }
        }
        return false;
    }
}
