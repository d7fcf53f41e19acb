// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the schema once, and not before a document needs it. */
final class LazyShape implements Supplier<Shape> {

    private @Nullable Shape made;

    @Override
    public synchronized Shape get() {
        if (made == null) {
            made = new Shape();
        }
        return made;
    }

    /** Makes the schema beside the caller, who has YAML to read meanwhile. */
    void prepare() {
        Thread maker = new Thread(() -> get().prepare(ManifestKind.FEATURE), "flagctl-schema");
        maker.setDaemon(true);
        maker.start();
    }
}
