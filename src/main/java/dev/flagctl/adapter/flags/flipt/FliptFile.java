// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flipt;

import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.adapter.flags.Node;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.ObservedFlag;
import java.util.LinkedHashMap;
import java.util.Map;

/** A parsed features file: its flags and segments by key, in the order of the file. */
final class FliptFile {

    private final FlagText text;
    private final Node root;
    private final Map<String, Node> flags;
    private final Map<String, Node> segments;

    /** Parses a text; throws an {@link dev.flagctl.diag.AdapterException} when it is no features file. */
    FliptFile(FlagText text, FlagFormat format) {
        this.text = text;
        this.root = format.parse(text);
        if (!root.isObject()) {
            throw text.garbledAt(root.start(), "it is not an object with \"flags\"");
        }
        this.flags = byKey("flags");
        this.segments = byKey("segments");
    }

    private Map<String, Node> byKey(String name) {
        Map<String, Node> byKey = new LinkedHashMap<>();
        Node list = root.get(name);
        if (list == null || list.isNull()) {
            return byKey;
        }
        if (list.kind() != Node.Kind.LIST) {
            throw text.garbledAt(list.start(), "\"" + name + "\" is not a list");
        }
        for (Node item : list.items()) {
            String key = item.text("key");
            if (key == null) {
                throw text.garbledAt(item.start(), "an entry of \"" + name + "\" has no key");
            }
            if (byKey.put(key, item) != null) {
                throw text.garbledAt(item.start(), "\"" + key + "\" is there twice in \"" + name + "\"");
            }
        }
        return byKey;
    }

    FlagText text() {
        return text;
    }

    Node root() {
        return root;
    }

    /** Returns how constraints are written in a file of its version; one that names none is of the newest. */
    FliptConstraints constraints() {
        String version = root.text("version");
        return new FliptConstraints(version == null || !version.matches("1\\.[0-5]"));
    }

    Map<String, Node> flags() {
        return flags;
    }

    Map<String, Node> segments() {
        return segments;
    }

    ObservedFlag observed(FlagSpec spec, FliptShapes shapes) {
        Node flag = flags.get(spec.key());
        return flag == null
                ? ObservedFlag.absent(spec.key())
                : new FliptReading(spec, flag, segments, shapes).observed();
    }

    /** Returns the text of a flag or segment, letter by letter. */
    String source(Node node) {
        return text.text().substring(node.start(), node.end());
    }
}
