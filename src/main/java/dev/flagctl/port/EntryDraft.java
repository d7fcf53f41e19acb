// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.model.FeatureKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry that is to be appended.
 *
 * @param time when it was decided or done
 * @param run id of the run
 * @param actor who ran it
 * @param kind what it says
 * @param key the feature and its environment, or null when it is about the whole project
 * @param task id of the task, equal in its STARTED, DONE and FAILED entries; of somebody's word on a stage the version it is on; of a pruning
 *     the serial up to which evidence was dropped; or null
 * @param body canonical JSON of what it says; opaque to the ledger
 * @param state canonical JSON of what is recorded of {@code key} from now on, or null when that does not change; opaque to the ledger
 * @param evidence what it was decided on, or null when nothing was; the body does not repeat it
 */
public record EntryDraft(
        Instant time,
        String run,
        String actor,
        EntryKind kind,
        @Nullable FeatureKey key,
        @Nullable String task,
        String body,
        @Nullable String state,
        @Nullable EntryEvidence evidence) {

    /** Makes a draft without evidence. */
    public EntryDraft(
            Instant time,
            String run,
            String actor,
            EntryKind kind,
            @Nullable FeatureKey key,
            @Nullable String task,
            String body,
            @Nullable String state) {
        this(time, run, actor, kind, key, task, body, state, null);
    }

    /**
     * Returns the body with its evidence as {@code evidence} in it, while that is there. Entries of before evidence was kept apart have it in their body.
     */
    public String whole() {
        String json = evidence == null ? null : evidence.json();
        return json == null ? body : "{\"evidence\":" + json + (body.equals("{}") ? "}" : "," + body.substring(1));
    }

    /** Returns the same draft as if its evidence were pruned. */
    public EntryDraft withoutEvidence() {
        return evidence == null || evidence.json() == null
                ? this
                : new EntryDraft(
                        time, run, actor, kind, key, task, body, state, new EntryEvidence(evidence.digest(), null));
    }
}
