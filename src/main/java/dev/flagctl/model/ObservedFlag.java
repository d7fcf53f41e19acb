// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the flag service says about one flag now.
 *
 * @param key key in the flag service
 * @param state what it serves in flagctl's words, or null when the flag is absent, archived, or serves something that these words cannot say
 * @param presence whether it is there
 * @param unreadable why {@code state} is null although the flag is there; empty otherwise
 * @param foreign the rules that are not flagctl's and are served before flagctl's, for people
 * @param lastChange who changed it last, or null when the flag service does not know
 */
public record ObservedFlag(
        String key,
        @Nullable FlagState state,
        Presence presence,
        String unreadable,
        List<String> foreign,
        @Nullable OutsideChange lastChange) {

    public ObservedFlag {
        foreign = List.copyOf(foreign);
    }

    /** Whether a flag is there. */
    public enum Presence {
        PRESENT,
        ABSENT,
        ARCHIVED
    }

    public static ObservedFlag absent(String key) {
        return new ObservedFlag(key, null, Presence.ABSENT, "", List.of(), null);
    }

    public static ObservedFlag present(String key, FlagState state) {
        return new ObservedFlag(key, state, Presence.PRESENT, "", List.of(), null);
    }
}
