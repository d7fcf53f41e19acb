// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.port.Entry;
import java.util.function.Consumer;

/** Where a view gets its entries from, one after the other, so that there may be any number of them. */
public interface EntrySource {

    /** Hands over every entry, in rising order. To be asked once. */
    void each(Consumer<Entry> taker);
}
