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
 * @param foreign the rules that are not flagctl's and are served before or beside flagctl's, for people
 * @param overruled which foreign rule makes the share that flagctl sets meaningless, by its name, such as one that serves everybody; empty for none.
 *     A plan that wants to change the exposure is refused as long as it is there
 * @param awaits what the flag service waits for before it lets the flag change, such as an approval of its own; empty for nothing
 * @param lastChange who changed it last, or null when the flag service does not know or was not asked
 * @param ending whether the flag service marks it as at its end; false where it has no such mark
 */
public record ObservedFlag(
        String key,
        @Nullable FlagState state,
        Presence presence,
        String unreadable,
        List<String> foreign,
        String overruled,
        String awaits,
        @Nullable OutsideChange lastChange,
        boolean ending) {

    public ObservedFlag {
        foreign = List.copyOf(foreign);
    }

    /** Makes a flag that is not marked as at its end. */
    public ObservedFlag(
            String key,
            @Nullable FlagState state,
            Presence presence,
            String unreadable,
            List<String> foreign,
            String overruled,
            String awaits,
            @Nullable OutsideChange lastChange) {
        this(key, state, presence, unreadable, foreign, overruled, awaits, lastChange, false);
    }

    /** Makes a flag that nothing overrules and that waits for nothing. */
    public ObservedFlag(
            String key,
            @Nullable FlagState state,
            Presence presence,
            String unreadable,
            List<String> foreign,
            @Nullable OutsideChange lastChange) {
        this(key, state, presence, unreadable, foreign, "", "", lastChange);
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

    /** Returns the same flag as if the rules of its audiences were those of the manifests, see {@link Exposure#asDefined()}; this one when they are. */
    public ObservedFlag asDefined() {
        if (state == null || state.exposure().equals(state.exposure().asDefined())) {
            return this;
        }
        FlagState defined = state.withExposure(state.exposure().asDefined());
        return new ObservedFlag(key, defined, presence, unreadable, foreign, overruled, awaits, lastChange, ending);
    }

    /** Returns the same flag with a word on who changed it last. */
    public ObservedFlag changedBy(@Nullable OutsideChange change) {
        return new ObservedFlag(key, state, presence, unreadable, foreign, overruled, awaits, change, ending);
    }

    /** Returns the same flag, waiting for something before it may change. */
    public ObservedFlag awaiting(String what) {
        return new ObservedFlag(key, state, presence, unreadable, foreign, overruled, what, lastChange, ending);
    }

    /** Returns the same flag, marked as at its end or not. */
    public ObservedFlag marked(boolean isEnding) {
        return new ObservedFlag(key, state, presence, unreadable, foreign, overruled, awaits, lastChange, isEnding);
    }
}
