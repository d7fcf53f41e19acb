// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.code.files;

import dev.flagctl.model.CodeReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Finds keys as whole words in the bytes of files.
 *
 * <p>Letters, digits and underscores continue a word, and so does a hyphen between two of them: {@code checkout} is not in {@code
 * checkout-redesign}, but it is in {@code flags.checkout} and in {@code checkout.enabled}. In doubt it is a reference: one too many keeps a
 * flag alive, one too few breaks a caller.
 */
final class KeyScan {

    private static final int LONGEST_TEXT = 200;

    private final Map<String, List<CodeReference>> references;
    private final KeyTrie trie;

    /** @param references where to put what is found, with an entry for each key */
    KeyScan(Map<String, List<CodeReference>> references) {
        this.references = references;
        this.trie = new KeyTrie(references.keySet());
    }

    void scan(String file, byte[] content) {
        int line = 1;
        int lineStart = 0;
        for (int at = 0; at < content.length; at++) {
            if (content[at] == '\n') {
                line++;
                lineStart = at + 1;
            } else if (!continues(content, at)) {
                walk(file, content, at, line, lineStart);
            }
        }
    }

    private void walk(String file, byte[] content, int start, int line, int lineStart) {
        int node = KeyTrie.ROOT;
        for (int at = start; at < content.length; at++) {
            node = trie.next(node, content[at]);
            if (node == KeyTrie.NOWHERE) {
                return;
            }
            String key = trie.keyAt(node);
            if (key != null && !continues(content, at + 1)) {
                add(key, file, content, start, line, lineStart);
            }
        }
    }

    private void add(String key, String file, byte[] content, int start, int line, int lineStart) {
        List<CodeReference> found = references.get(key);
        if (found == null) {
            return;
        }
        CodeReference last = found.isEmpty() ? null : found.get(found.size() - 1);
        if (last == null || last.line() != line || !last.file().equals(file)) {
            found.add(new CodeReference(file, line, text(content, start, lineStart)));
        }
    }

    /** Returns the line, or in a long one what is around the key. */
    private static String text(byte[] content, int start, int lineStart) {
        int from = Math.max(lineStart, start - LONGEST_TEXT / 2);
        int to = start;
        while (to < content.length && to - from < 4 * LONGEST_TEXT && content[to] != '\n') {
            to++;
        }
        String text = new String(content, from, to - from, StandardCharsets.UTF_8).trim();
        return text.length() <= LONGEST_TEXT
                ? text
                : text.substring(0, LONGEST_TEXT).trim();
    }

    /** Tells whether the word of the byte before goes on at a place. */
    private static boolean continues(byte[] content, int at) {
        if (at <= 0 || at >= content.length) {
            return false;
        }
        boolean before = isWord(content[at - 1]);
        boolean here = isWord(content[at]);
        if (before && here) {
            return true;
        }
        return here
                ? content[at - 1] == '-' && at > 1 && isWord(content[at - 2])
                : before && content[at] == '-' && at + 1 < content.length && isWord(content[at + 1]);
    }

    private static boolean isWord(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
