// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.adapter.flags.Node;
import java.util.List;
import java.util.Map;

/**
 * Where in a text flagd's part is.
 *
 * @param head what keys of the text must say
 * @param at keys that lead from the root to the part; empty when it is the whole
 */
record FlagPlace(Map<String, String> head, List<String> at) {

    /** Returns flagd's part; a text that is something else is an error with its line. */
    Node in(FlagText file, Node whole) {
        if (!whole.isObject()) {
            throw file.garbledAt(
                    whole.start(), "it is not an object with \"" + (isWhole() ? "flags" : at.get(0)) + "\"");
        }
        for (Map.Entry<String, String> wanted : head.entrySet()) {
            if (!wanted.getValue().equals(whole.text(wanted.getKey()))) {
                throw file.garbledAt(whole.start(), "its \"" + wanted.getKey() + "\" is not " + wanted.getValue());
            }
        }
        Node part = whole;
        for (String name : at) {
            Node inner = part.get(name);
            if (inner == null || !inner.isObject()) {
                throw file.garbledAt(part.start(), "it has no \"" + String.join(".", at) + "\"");
            }
            part = inner;
        }
        return part;
    }

    boolean isWhole() {
        return at.isEmpty();
    }
}
