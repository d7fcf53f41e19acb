// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import dev.flagctl.adapter.flags.Node.Member;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes the entries of a YAML object in block style, line by line; comments of other lines stay. */
final class BlockEdit {

    /** What YAML 1.1 readers, which flagd's own is in part, take for something else than a text. */
    private static final Set<String> SPECIAL = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final TextEdits edits;
    private final Layout layout;
    private final String text;

    BlockEdit(TextEdits edits, Layout layout) {
        this.edits = edits;
        this.layout = layout;
        this.text = edits.text();
    }

    void change(@Nullable Member owner, Node object, Set<String> removed, Map<String, ?> added, int open) {
        List<Member> members = object.members();
        int kept = 0;
        for (Member member : members) {
            if (removed.contains(member.name())) {
                edits.delete(
                        Layout.lineStart(text, member.start()),
                        nextLine(member.value().end()));
            } else {
                kept++;
            }
        }
        if (kept == 0 && added.isEmpty() && owner != null) {
            edits.insert(text.indexOf(':', owner.nameEnd()) + 1, " {}");
        }
        add(object, added, open);
    }

    private void add(Node object, Map<String, ?> added, int open) {
        if (added.isEmpty()) {
            return;
        }
        Member last = object.members().get(object.members().size() - 1);
        String margin = Layout.indentOf(text, last.start());
        int at = nextLine(last.value().end());
        StringBuilder lines = new StringBuilder();
        if (at == text.length() && !text.endsWith("\n")) {
            lines.append(layout.newline());
        }
        lines(lines, added, margin, open);
        edits.insert(at, lines.toString());
    }

    /** Puts entries where nothing or a pair of empty brackets stands. */
    void fill(Member owner, Map<String, ?> added, int open) {
        StringBuilder lines = new StringBuilder(layout.newline());
        lines(lines, added, Layout.indentOf(text, owner.start()) + layout.indent(), open);
        lines.setLength(lines.length() - layout.newline().length());
        int colon = text.indexOf(':', owner.nameEnd()) + 1;
        edits.replace(colon, Math.max(colon, owner.value().end()), lines.toString());
    }

    /** Appends entries, each on its line, that many levels deep in block style. */
    void lines(StringBuilder lines, Map<?, ?> entries, String margin, int open) {
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            lines.append(margin).append(key(String.valueOf(entry.getKey()))).append(':');
            if (open > 0 && entry.getValue() instanceof Map<?, ?> nested && !nested.isEmpty()) {
                lines.append(layout.newline());
                lines(lines, nested, margin + layout.indent(), open - 1);
            } else {
                lines.append(' ')
                        .append(layout.print(entry.getValue(), margin + layout.indent()))
                        .append(layout.newline());
            }
        }
    }

    private int nextLine(int offset) {
        int end = text.indexOf('\n', offset);
        return end < 0 ? text.length() : end + 1;
    }

    private static String key(String key) {
        boolean plain = !key.isEmpty() && !SPECIAL.contains(key.toLowerCase(Locale.ROOT));
        for (int i = 0; plain && i < key.length(); i++) {
            char c = key.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c == '$' && i == 0);
            plain = letter || (i > 0 && ((c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'));
        }
        return plain ? key : Layout.quoted(key);
    }
}
