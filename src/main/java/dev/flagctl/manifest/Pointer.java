// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.SourceRange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds the place of a node by its JSON Pointer (RFC 6901). */
final class Pointer {

    private Pointer() {}

    /** Returns a pointer one step further. */
    static String join(String pointer, String key) {
        return pointer + "/" + (hasSpecial(key) ? key.replace("~", "~0").replace("/", "~1") : key);
    }

    static String join(String pointer, int index) {
        return pointer + "/" + index;
    }

    /** Returns the keys and indexes of a pointer. */
    static String[] steps(String pointer) {
        if (pointer.isEmpty()) {
            return new String[0];
        }
        String[] steps = pointer.substring(1).split("/", -1);
        for (int i = 0; i < steps.length; i++) {
            steps[i] = steps[i].replace("~1", "/").replace("~0", "~");
        }
        return steps;
    }

    /** Returns where the value stands, or the nearest thing above it that stands anywhere. */
    static SourceRange value(JsonNode tree, String file, String pointer) {
        return find(tree, file, pointer, false);
    }

    /** Returns where the key of the value stands; an item of a list has none, so its value is named. */
    static SourceRange key(JsonNode tree, String file, String pointer) {
        return find(tree, file, pointer, true);
    }

    /** Returns the node at the pointer, or null. */
    static @Nullable JsonNode node(JsonNode tree, String pointer) {
        JsonNode at = tree;
        for (String step : steps(pointer)) {
            JsonNode next = at.isArray() && isIndex(step) ? at.get(Integer.parseInt(step)) : at.get(step);
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    private static SourceRange find(JsonNode tree, String file, String pointer, boolean key) {
        SourceRange found = SourceRange.ofFile(file);
        if (tree instanceof PlacedObject top && top.size() > 0) {
            found = top.places().get(0).in(file);
        }
        JsonNode at = tree;
        String[] steps = steps(pointer);
        for (int i = 0; i < steps.length; i++) {
            Place place = null;
            boolean last = i == steps.length - 1;
            if (at instanceof PlacedObject object) {
                int index = object.indexOf(steps[i]);
                if (index >= 0) {
                    boolean container = object.get(steps[i]).isContainer();
                    place = object.places().get(index * 2 + ((last ? !key : !container) ? 1 : 0));
                }
            } else if (at instanceof PlacedArray array && isIndex(steps[i])) {
                int index = Integer.parseInt(steps[i]);
                place = index < array.size() ? array.places().get(index) : null;
            }
            if (place == null) {
                return found;
            }
            found = place.in(file);
            JsonNode next = at.isArray() ? at.get(Integer.parseInt(steps[i])) : at.get(steps[i]);
            if (next == null) {
                return found;
            }
            at = next;
        }
        return found;
    }

    private static boolean hasSpecial(String key) {
        return key.indexOf('/') >= 0 || key.indexOf('~') >= 0;
    }

    private static boolean isIndex(String step) {
        if (step.isEmpty() || step.length() > 9) {
            return false;
        }
        for (int i = 0; i < step.length(); i++) {
            if (step.charAt(i) < '0' || step.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
