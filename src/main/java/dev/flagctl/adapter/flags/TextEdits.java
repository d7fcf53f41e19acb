// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects replacements in a text and carries them out in one pass; what no replacement names stays as it is. */
public final class TextEdits {

    private record Edit(int start, int end, String replacement) {}

    // Insertions come before a removal that begins at the same place; List.sort keeps the order of equals.
    private static final Comparator<Edit> BY_PLACE =
            Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end);

    private final String text;
    private final List<Edit> edits = new ArrayList<>();

    public TextEdits(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public boolean isEmpty() {
        return edits.isEmpty();
    }

    public void replace(int start, int end, String replacement) {
        edits.add(new Edit(start, end, replacement));
    }

    public void insert(int at, String addition) {
        edits.add(new Edit(at, at, addition));
    }

    public void delete(int start, int end) {
        edits.add(new Edit(start, end, ""));
    }

    public String apply() {
        edits.sort(BY_PLACE);
        StringBuilder result = new StringBuilder(text.length() + 1024);
        int at = 0;
        for (Edit edit : edits) {
            if (edit.start() < at) {
                throw new IllegalStateException("two edits meet at " + edit.start());
            }
            result.append(text, at, edit.start()).append(edit.replacement());
            at = edit.end();
        }
        return result.append(text, at, text.length()).toString();
    }
}
