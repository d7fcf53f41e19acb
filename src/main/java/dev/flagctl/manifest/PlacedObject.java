// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A mapping that knows where its keys and values are written. */
final class PlacedObject extends ObjectNode {

    private static final long serialVersionUID = 1L;

    private final int line;
    /** The key and the value of each entry, in order. */
    private final PlaceList places = new PlaceList(8);

    private boolean isFlawed;

    PlacedObject(int line) {
        super(JsonNodeFactory.instance);
        this.line = line;
    }

    /** Returns the line on which the mapping begins. */
    int line() {
        return line;
    }

    PlaceList places() {
        return places;
    }

    /** Tells that a key or a value of it could not be read: what seems to be missing or out of place may not be. */
    boolean isFlawed() {
        return isFlawed;
    }

    void flaw() {
        isFlawed = true;
    }

    /** Returns the index of a key in the order of the text, or -1. */
    int indexOf(String key) {
        int index = 0;
        for (String name : propertyNames()) {
            if (name.equals(key)) {
                return index;
            }
            index++;
        }
        return -1;
    }
}
