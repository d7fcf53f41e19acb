// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Notice;

/** Tells people. Delivery is at least once: receivers drop a repeated idempotency key. */
public interface Notifier extends AutoCloseable {

    /**
     * Delivers a notice.
     *
     * @throws AdapterException when it was not, or not surely, delivered; the same notice is tried again later with the same key
     */
    void deliver(Notice notice);

    @Override
    void close();
}
