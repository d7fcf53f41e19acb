// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A list that knows where its items are written. */
final class PlacedArray extends ArrayNode {

    private static final long serialVersionUID = 1L;

    private final PlaceList places = new PlaceList(4);

    PlacedArray() {
        super(JsonNodeFactory.instance);
    }

    PlaceList places() {
        return places;
    }
}
