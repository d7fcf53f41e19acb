// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import dev.flagctl.adapter.flagdformat.FlagdFormat;
import dev.flagctl.adapter.flags.FileBatch;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.port.Expectation;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Carries out one batch of writes on a FeatureFlag of a cluster: edits its JSON as a file's, applies the fields that differ or are owned, and looks
 * at what the server made of it.
 */
final class ClusterWriting {

    private final ClusterCalls calls;
    private final FlagdFormat format;
    private final ResourceName name;
    private final FlagScope scope;

    ClusterWriting(ClusterCalls calls, FlagdFormat format, ResourceName name, FlagScope scope) {
        this.calls = calls;
        this.format = format;
        this.name = name;
        this.scope = scope;
    }

    /** @param there the resource as it was read, or null when there is none */
    List<WriteOutcome> write(@Nullable FlagText there, List<FlagWrite> writes) {
        String blank = FeatureFlagResource.blank(FlagFormat.JSON, name);
        FlagText text = there == null ? new FlagText(calls.target(name), "write flags", "", blank) : there;
        FileBatch batch = format.batch(scope, text, writes);
        String changed = batch.changedText();
        if (changed == null) {
            return batch.outcomes();
        }
        try {
            JsonNode live = ClusterCalls.parsed(there == null ? "{}" : there.text());
            FlagText applied = apply(live, ClusterCalls.parsed(changed), written(batch, writes));
            return readBack(batch.outcomes(), applied, writes);
        } catch (AdapterException e) {
            boolean known = e.failure() != Failure.UNKNOWN_OUTCOME && e.failure() != Failure.GARBLED;
            return known ? batch.outcomesAfter(e) : afterAll(batch, writes, e);
        }
    }

    /** Returns the keys of the flags that were not refused; those that serve what is wanted already do no harm among them. */
    private static Set<String> written(FileBatch batch, List<FlagWrite> writes) {
        Set<String> keys = new TreeSet<>();
        for (int i = 0; i < writes.size(); i++) {
            if (batch.outcomes().get(i).failure() == null) {
                keys.add(writes.get(i).spec().key());
            }
        }
        return keys;
    }

    private FlagText apply(JsonNode live, JsonNode wanted, Set<String> keys) {
        OwnedFields fields = owned(live, wanted, keys);
        if (wanted.path("spec").path("flagSpec").path("flags").isEmpty()) {
            return calls.empty(name, version(live), keys);
        }
        Set<String> adopted = new TreeSet<>();
        for (String key : keys) {
            if (fields.mustAdopt(wanted, key)) {
                adopted.add(key);
            }
        }
        JsonNode now = live;
        if (!adopted.isEmpty()) {
            // What nobody owns the server never takes away: flagctl has to own it first.
            now = ClusterCalls.parsed(
                    calls.apply(name, version(live), fields.adopting(adopted)).text());
            fields = owned(now, wanted, keys);
        }
        return calls.apply(name, version(now), fields.applied(wanted));
    }

    /** Returns who owns what, unless others own something that is to go: the server would leave it there. */
    private OwnedFields owned(JsonNode live, JsonNode wanted, Set<String> keys) {
        OwnedFields fields = new OwnedFields(live);
        for (String key : keys) {
            Set<String> holders = fields.holders(wanted, key);
            if (!holders.isEmpty()) {
                throw OwnershipConflict.owned(
                        calls.target(name), holders, "a part of the flag \"" + key + "\" that is to go");
            }
        }
        return fields;
    }

    private static String version(JsonNode resource) {
        return resource.path("metadata").path("resourceVersion").asString("");
    }

    /** The answer to what was sent is lost: the resource tells. */
    private List<WriteOutcome> afterAll(FileBatch batch, List<FlagWrite> writes, AdapterException lost) {
        try {
            FlagText now = calls.read(name, "read flags back");
            List<WriteOutcome> outcomes = readBack(batch.outcomes(), now, writes);
            boolean all = outcomes.stream()
                    .filter(outcome -> outcome.failure() != null)
                    .allMatch(batch.outcomes()::contains);
            return all ? outcomes : batch.outcomesAfter(lost);
        } catch (AdapterException e) {
            return batch.outcomesAfter(lost);
        }
    }

    private List<WriteOutcome> readBack(List<WriteOutcome> outcomes, @Nullable FlagText now, List<FlagWrite> writes) {
        List<WriteOutcome> seen = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            FlagWrite write = writes.get(i);
            WriteOutcome outcome = outcomes.get(i);
            if (outcome.failure() == null) {
                ObservedFlag found = format.read(scope, now, List.of(write.spec()))
                        .get(write.spec().key());
                if (found == null || !Expectation.serves(found, write.after(), write.spec())) {
                    String otherwise = found == null
                            ? "it is not there"
                            : Expectation.surprise(found, write.after(), write.spec());
                    outcome = WriteOutcome.failed(
                            outcome.key(), notTaken(write.spec().key(), otherwise));
                }
            }
            seen.add(outcome);
        }
        return seen;
    }

    private AdapterException notTaken(String key, String otherwise) {
        return new AdapterException(
                Failure.REFUSED,
                "write the flag \"" + key + "\"",
                calls.target(name),
                "the server took it and has it otherwise: " + otherwise);
    }
}
