// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A list that knows where its items are written. */
final class PlacedArray extends ArrayNode {

    private static final long serialVersionUID = 1L;

    private final PlaceList places = new PlaceList(4);

    private boolean isFlawed;

    PlacedArray() {
        super(JsonNodeFactory.instance);
    }

    PlaceList places() {
        return places;
    }

    /** Tells that items of it could not be read. */
    boolean isFlawed() {
        return isFlawed;
    }

    void flaw() {
        isFlawed = true;
    }
}
