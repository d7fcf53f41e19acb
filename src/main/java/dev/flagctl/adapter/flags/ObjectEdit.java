// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import dev.flagctl.adapter.flags.Node.Member;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes the entries of one object of a file in place: with brackets as in JSON, or in YAML's block style. */
public final class ObjectEdit {

    private final TextEdits edits;
    private final Layout layout;
    private final String text;

    public ObjectEdit(TextEdits edits, Layout layout) {
        this.edits = edits;
        this.layout = layout;
        this.text = edits.text();
    }

    /** Replaces the value of an entry. */
    public void replace(Member member, @Nullable Object value) {
        Node old = member.value();
        String margin = Layout.indentOf(text, member.start());
        if (!old.block() && old.start() < old.end()) {
            edits.replace(old.start(), old.end(), print(value, margin));
            return;
        }
        // A value in block style, or none at all: the new one begins behind the colon.
        int colon = text.indexOf(':', member.nameEnd()) + 1;
        boolean blank = text.substring(colon, old.start()).isBlank();
        String printed = layout.print(value, margin + layout.indent());
        edits.replace(blank ? colon : old.start(), Math.max(old.end(), colon), blank ? " " + printed : printed);
    }

    /** Replaces an item of a list, or the whole of a value that is not in block style. */
    public void replace(Node node, Object value) {
        edits.replace(node.start(), node.end(), print(value, Layout.indentOf(text, node.start())));
    }

    /** Adds an item at the end of a list that has some. */
    public void append(Node list, Object value) {
        Node last = list.items().get(list.items().size() - 1);
        String margin = Layout.indentOf(text, last.start());
        if (list.block()) {
            edits.insert(last.end(), layout.newline() + margin + "- " + layout.print(value, margin + layout.indent()));
        } else if (text.lastIndexOf('\n', last.start()) > list.start()) {
            edits.insert(last.end(), "," + layout.newline() + margin + layout.print(value, margin));
        } else {
            edits.insert(last.end(), layout.comma() + layout.inline().print(value, ""));
        }
    }

    /**
     * Removes entries and adds others at the end.
     *
     * @param owner the entry whose value the object is, or null for the root
     * @param added values by key, in order
     * @param open how many levels of an added value stand on lines of their own
     */
    public void change(@Nullable Member owner, Node object, Set<String> removed, Map<String, ?> added, int open) {
        if (object.block()) {
            new BlockEdit(edits, layout).change(owner, object, removed, added, open);
        } else if (layout.yaml() && owner != null && object.members().isEmpty() && !added.isEmpty()) {
            new BlockEdit(edits, layout).fill(owner, added, open);
        } else {
            changeInBrackets(owner, object, removed, added, open);
        }
    }

    private void changeInBrackets(
            @Nullable Member owner, Node object, Set<String> removed, Map<String, ?> added, int open) {
        List<Member> members = object.members();
        int kept = members.size() - 1;
        while (kept >= 0 && removed.contains(members.get(kept).name())) {
            kept--;
        }
        removeRuns(members, removed, kept);
        if (kept >= 0) {
            Node last = members.get(kept).value();
            boolean lines = startsLine(members.get(0));
            String margin = Layout.indentOf(text, members.get(kept).start());
            for (Map.Entry<String, ?> entry : added.entrySet()) {
                edits.insert(
                        last.end(),
                        lines
                                ? "," + layout.newline() + margin
                                        + layout.member(entry.getKey(), entry.getValue(), margin, open)
                                : layout.comma() + layout.inline().member(entry.getKey(), entry.getValue(), "", 0));
            }
            if (kept + 1 < members.size()) {
                edits.delete(last.end(), members.get(members.size() - 1).value().end());
            }
        } else if (!added.isEmpty() || !members.isEmpty()) {
            fill(owner, object, added, open);
        }
    }

    /** Removes the removed entries in front of the last one that is kept, each with the comma behind it. */
    private void removeRuns(List<Member> members, Set<String> removed, int kept) {
        for (int i = 0; i < kept; i++) {
            if (removed.contains(members.get(i).name())) {
                edits.delete(members.get(i).start(), members.get(i + 1).start());
            }
        }
    }

    private void fill(@Nullable Member owner, Node object, Map<String, ?> added, int open) {
        if (added.isEmpty()) {
            edits.replace(object.start(), object.end(), "{}");
        } else if (layout.isInline()) {
            edits.replace(object.start(), object.end(), layout.print(added, ""));
        } else {
            String margin = Layout.indentOf(text, owner == null ? object.start() : owner.start());
            edits.replace(object.start(), object.end(), layout.print(added, margin, open + 1));
        }
    }

    private boolean startsLine(Member member) {
        return !layout.isInline()
                && text.substring(Layout.lineStart(text, member.start()), member.start())
                        .isBlank();
    }

    private String print(@Nullable Object value, String margin) {
        return layout.print(value, layout.yaml() ? margin + layout.indent() : margin);
    }
}
