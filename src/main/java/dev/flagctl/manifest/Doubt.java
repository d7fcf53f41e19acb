// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Marks what a place that could not be read makes doubtful: a mistake that is found there may be none. */
final class Doubt {

    private Doubt() {}

    /**
     * Marks a collection in which reading ended, with all that stands right before that place: a line with a wrong indent closes collections too early, and
     * a text without its end swallows the lines behind it.
     *
     * @param handled the part of it that is marked already, or null
     */
    static void castOn(JsonNode open, @Nullable JsonNode handled) {
        if (open instanceof PlacedObject object) {
            object.flaw();
        } else if (open instanceof PlacedArray array) {
            array.flaw();
        }
        if (handled == null) {
            removeLast(open, false);
            // It may be empty for its lines were taken for something else.
            removeLast(open, true);
            JsonNode last = last(open);
            if (last != null && last.isContainer()) {
                castOn(last, null);
            }
        }
    }

    private static void removeLast(JsonNode open, boolean onlyEmpty) {
        JsonNode last = last(open);
        if (last == null || last.isContainer() || (onlyEmpty && !last.isNull())) {
            return;
        }
        if (open instanceof PlacedObject object) {
            object.remove(lastKey(object));
        } else if (open instanceof PlacedArray array) {
            array.remove(array.size() - 1);
        }
    }

    private static @Nullable JsonNode last(JsonNode open) {
        return open instanceof PlacedObject object ? object.get(lastKey(object)) : open.get(open.size() - 1);
    }

    private static String lastKey(PlacedObject object) {
        String last = "";
        for (String key : object.propertyNames()) {
            last = key;
        }
        return last;
    }

    /** Tells whether something of a node itself could not be read. */
    static boolean isOn(JsonNode node) {
        return node instanceof PlacedObject object
                ? object.isFlawed()
                : node instanceof PlacedArray array && array.isFlawed();
    }

    /** Tells whether something of a node, or of anything within it, could not be read. */
    static boolean isWithin(JsonNode node) {
        return isOn(node) || node.valueStream().anyMatch(Doubt::isWithin);
    }
}
