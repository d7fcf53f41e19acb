// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where flags are served.
 *
 * @param name name, unique in the project
 * @param flags name of the adapter of the flag service
 * @param telemetry name of the adapter of the default metric source, or null when none is stated
 * @param isProtected whether more exposure needs a person to confirm it by name
 * @param regions the regions, in the order of the manifest; may be empty
 * @param population how many users there are, or null when not stated
 * @param readBack how it is found out that clients serve what was written, or null when nobody looks
 */
public record Environment(
        String name,
        String flags,
        @Nullable String telemetry,
        boolean isProtected,
        List<String> regions,
        @Nullable Population population,
        @Nullable ReadBack readBack) {

    public Environment {
        regions = List.copyOf(regions);
    }

    /** Makes an environment in which nobody looks whether clients serve what was written. */
    public Environment(
            String name,
            String flags,
            @Nullable String telemetry,
            boolean isProtected,
            List<String> regions,
            @Nullable Population population) {
        this(name, flags, telemetry, isProtected, regions, population, null);
    }
}
