// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Removes items of a list of a file and adds others at its end, in place; the items that stay keep their text letter by letter. */
public final class ListEdit {

    private final TextEdits edits;
    private final Layout layout;
    private final String text;

    public ListEdit(TextEdits edits, Layout layout) {
        this.edits = edits;
        this.layout = layout;
        this.text = edits.text();
    }

    /**
     * Changes a list that has items and keeps or gets at least one.
     *
     * @param removed which items go
     * @param added values of the items to come
     */
    public void change(Node list, Predicate<Node> removed, List<?> added) {
        if (list.block()) {
            changeBlock(list, removed, added);
        } else {
            changeInBrackets(list, removed, added);
        }
    }

    private void changeBlock(Node list, Predicate<Node> removed, List<?> added) {
        Node last = list.items().get(list.items().size() - 1);
        String margin = Layout.indentOf(text, list.items().get(0).start());
        for (Node item : list.items()) {
            if (removed.test(item)) {
                edits.delete(Layout.lineStart(text, item.start()), nextLine(item.end()));
            }
        }
        StringBuilder lines = new StringBuilder();
        int at = nextLine(last.end());
        if (at == text.length() && !text.endsWith("\n")) {
            lines.append(layout.newline());
        }
        for (Object value : added) {
            lines.append(margin)
                    .append("- ")
                    .append(layout.print(value, margin + layout.indent()))
                    .append(layout.newline());
        }
        if (!added.isEmpty()) {
            edits.insert(at, lines.toString());
        }
    }

    private void changeInBrackets(Node list, Predicate<Node> removed, List<?> added) {
        List<String> items = new ArrayList<>();
        boolean lines =
                text.substring(list.start(), list.items().get(0).start()).contains("\n");
        String margin = lines ? Layout.indentOf(text, list.items().get(0).start()) : "";
        for (Node item : list.items()) {
            if (!removed.test(item)) {
                items.add(text.substring(item.start(), item.end()));
            }
        }
        for (Object value : added) {
            items.add(lines ? layout.print(value, margin) : layout.inline().print(value, ""));
        }
        String between = lines ? "," + layout.newline() + margin : layout.comma();
        edits.replace(
                list.items().get(0).start(),
                list.items().get(list.items().size() - 1).end(),
                String.join(between, items));
    }

    private int nextLine(int offset) {
        int end = text.indexOf('\n', offset);
        return end < 0 ? text.length() : end + 1;
    }
}
