// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flags.Node;
import java.util.List;

/**
 * Where in a flag's targeting flagctl's part is.
 *
 * @param place how to change it
 * @param node what is to be replaced, or the list that is to be continued; the whole targeting otherwise
 * @param foreign conditions and results of the rules in front, two nodes for each
 */
record Tail(Place place, Node node, List<Node> foreign) {

    enum Place {
        /** The targeting is flagctl's as a whole, or there is none. */
        WHOLE,
        /** The last else of foreign rules is flagctl's. */
        LAST_ELSE,
        /** Foreign rules have no else: where they do not match, the default variant is served. */
        NO_ELSE
    }
}
