// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Prints values as JSON in the manner of a file: its indentation, its line ends, or everything on one line when it is minified.
 *
 * @param indent one step of indentation
 * @param newline line end
 * @param minified whether the file has no blanks between values
 * @param yaml whether it stands in a YAML file, where what is in brackets must be deeper than what holds it
 */
public record Layout(String indent, String newline, boolean minified, boolean yaml) {

    /** Readable, and never broken. */
    public static final Layout ONE_LINE = new Layout("", "", false, false);

    private static final int WIDTH = 110;

    /** How much of a file tells whether it has blanks after its colons. */
    private static final int SAMPLE = 1000;

    /** Learns from the text of a file and the first key inside its root object. */
    public static Layout of(String text, Node root) {
        String newline = text.contains("\r\n") ? "\r\n" : "\n";
        if (root.members().isEmpty()) {
            return new Layout("  ", newline, false, root.block());
        }
        Node.Member first = root.members().get(0);
        String indent = root.block() ? "" : indentOf(text, first.start());
        for (Node.Member member : root.members()) {
            // In block style the root has no indentation: the first nested key tells.
            if (indent.isEmpty()
                    && member.value().isObject()
                    && !member.value().members().isEmpty()) {
                indent = indentOf(text, member.value().members().get(0).start());
            }
        }
        boolean oneLine =
                !root.block() && !text.substring(root.start(), root.end()).contains("\n");
        boolean spaced = text.substring(0, Math.min(text.length(), SAMPLE)).contains("\": ");
        return new Layout(indent.isEmpty() ? "  " : indent, oneLine ? "" : newline, oneLine && !spaced, root.block());
    }

    /** Returns the blanks that the line of a place begins with. */
    public static String indentOf(String text, int offset) {
        int start = lineStart(text, offset);
        int end = start;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return text.substring(start, end);
    }

    public static int lineStart(String text, int offset) {
        return text.lastIndexOf('\n', offset - 1) + 1;
    }

    /** Returns the same layout without line ends. */
    public Layout inline() {
        return new Layout("", "", minified, yaml);
    }

    public boolean isInline() {
        return newline.isEmpty();
    }

    /** Prints a value; lines after the first begin with {@code margin} and what is nested deeper. */
    public String print(@Nullable Object value, String margin) {
        return print(value, margin, 0);
    }

    /** As {@link #print(Object, String)}, with that many outer levels on lines of their own even where they would fit on one. */
    public String print(@Nullable Object value, String margin, int open) {
        StringBuilder text = new StringBuilder();
        write(text, value, margin, open);
        return text.toString();
    }

    /** Prints an entry of an object in brackets. */
    public String member(String name, @Nullable Object value, String margin, int open) {
        return quoted(name) + (minified ? ":" : ": ") + print(value, margin, open);
    }

    public String comma() {
        return minified ? "," : ", ";
    }

    private void write(StringBuilder text, @Nullable Object value, String margin, int open) {
        int before = text.length();
        writeInline(text, value);
        boolean fits = open <= 0 && text.length() - before + margin.length() <= WIDTH;
        boolean nested = (value instanceof Map<?, ?> map && !map.isEmpty())
                || (value instanceof List<?> list && !list.isEmpty());
        if (isInline() || fits || !nested) {
            return;
        }
        text.setLength(before);
        String inner = margin + indent;
        String separator = "";
        if (value instanceof Map<?, ?> map) {
            text.append('{');
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(separator).append(newline).append(inner).append(quoted(String.valueOf(entry.getKey())));
                text.append(": ");
                write(text, entry.getValue(), inner, open - 1);
                separator = ",";
            }
            text.append(newline).append(margin).append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            for (Object item : list) {
                text.append(separator).append(newline).append(inner);
                write(text, item, inner, open - 1);
                separator = ",";
            }
            text.append(newline).append(margin).append(']');
        }
    }

    private void writeInline(StringBuilder text, @Nullable Object value) {
        String separator = "";
        if (value instanceof Map<?, ?> map) {
            text.append('{');
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(separator)
                        .append(quoted(String.valueOf(entry.getKey())))
                        .append(minified ? ":" : ": ");
                writeInline(text, entry.getValue());
                separator = comma();
            }
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            for (Object item : list) {
                text.append(separator);
                writeInline(text, item);
                separator = comma();
            }
            text.append(']');
        } else if (value instanceof String string) {
            text.append(quoted(string));
        } else {
            text.append(value);
        }
    }

    /** Returns a text as a JSON string, which is a YAML scalar as well. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        return quoted.append('"').toString();
    }
}
