// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.code.files;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.CodeReference;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.CodeSearch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Searches the files of a working copy.
 *
 * <p>A reference is the key as a whole word, see {@link KeyScan}. Keeps nothing between calls.
 */
final class FilesCodeSearch implements CodeSearch, Checkable {

    /** Beyond this a file is data or generated; searching it is left to a person's decision. */
    private static final int LARGEST = 5 << 20;

    /** Git's own measure: a NUL among the first bytes makes a file binary. */
    private static final int SAMPLE = 8000;

    private final SourceTree tree;

    FilesCodeSearch(SourceTree tree) {
        this.tree = tree;
    }

    @Override
    public Map<String, List<CodeReference>> references(Collection<String> flagKeys) {
        Map<String, List<CodeReference>> references = new LinkedHashMap<>();
        for (String key : flagKeys) {
            references.put(key, new ArrayList<>());
        }
        KeyScan scan = new KeyScan(references);
        for (SourceTree.Source source : tree.files()) {
            try (InputStream in = Files.newInputStream(source.path())) {
                byte[] start = in.readNBytes(SAMPLE);
                if (!isBinary(start)) {
                    scan.scan(source.name(), text(start, rest(source, in)));
                }
            } catch (IOException e) {
                throw SourceTree.unsearched(source.name(), "it cannot be read: " + e.getMessage());
            }
        }
        return references;
    }

    private static byte[] rest(SourceTree.Source source, InputStream in) throws IOException {
        byte[] rest = in.readNBytes(LARGEST);
        if (rest.length == LARGEST) {
            throw SourceTree.unsearched(source.name(), "it is larger than 5 MiB");
        }
        return rest;
    }

    private static byte[] text(byte[] start, byte[] rest) {
        byte[] content = Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, content, start.length, rest.length);
        return isUtf16(content)
                ? new String(content, StandardCharsets.UTF_16).getBytes(StandardCharsets.UTF_8)
                : content;
    }

    private static boolean isBinary(byte[] start) {
        if (isUtf16(start)) {
            return false;
        }
        for (byte c : start) {
            if (c == 0) {
                return true;
            }
        }
        return false;
    }

    /** Some editors on Windows write UTF-16, with its byte order mark: text, though full of NULs. */
    private static boolean isUtf16(byte[] start) {
        return start.length >= 2
                && ((start[0] == (byte) 0xFE && start[1] == (byte) 0xFF)
                        || (start[0] == (byte) 0xFF && start[1] == (byte) 0xFE));
    }

    @Override
    public List<Check> check() {
        try {
            return List.of(Check.ok("files", tree.files().size() + " to search"));
        } catch (AdapterException e) {
            return List.of(Check.failed("files", e.sentence(), "mend it, or name it in \"exclude\""));
        }
    }

    @Override
    public void close() {
        // Every file is closed as soon as it was read.
    }
}
