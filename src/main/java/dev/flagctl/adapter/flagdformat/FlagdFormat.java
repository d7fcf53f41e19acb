// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flags.FileBatch;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.adapter.flags.KeyFilter;
import dev.flagctl.adapter.flags.Node.Member;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Flags in flagd's format within a text: reads them, lists them, and writes them in place.
 *
 * <p>No text has no flags. Whatever is wrong with a text is an {@link dev.flagctl.diag.AdapterException} with its line.
 */
public final class FlagdFormat {

    private static final String SCHEMA = "https://flagd.dev/schema/v0/flags.json";

    private final FlagFormat format;
    private final FlagPlace place;

    /** Takes the whole text for flagd's. */
    public FlagdFormat(FlagFormat format) {
        this(format, Map.of(), List.of());
    }

    /**
     * Takes a part of a text for flagd's.
     *
     * @param head what keys of the text must say, or it is something else
     * @param at keys that lead from the root to the part
     */
    public FlagdFormat(FlagFormat format, Map<String, String> head, List<String> at) {
        this.format = format;
        this.place = new FlagPlace(head, at);
    }

    /** Returns the text of a flagd file without flags. */
    public static String blank(FlagFormat format) {
        return switch (format) {
            case JSON -> "{\n  \"$schema\": \"" + SCHEMA + "\",\n  \"flags\": {}\n}\n";
            case YAML -> "$schema: " + SCHEMA + "\nflags: {}\n";
        };
    }

    /** Reads flags; one that is not there is absent, never missing. */
    public Map<String, ObservedFlag> read(FlagScope scope, @Nullable FlagText text, Collection<FlagSpec> flags) {
        Map<String, ObservedFlag> observed = new LinkedHashMap<>(flags.size() * 2);
        Set<String> keys = new HashSet<>(flags.size() * 2);
        for (FlagSpec spec : flags) {
            keys.add(spec.key());
        }
        FlagTree tree = text == null ? null : FlagTree.parse(format, place, text, new KeyFilter(keys), false);
        AudienceRules rules = new AudienceRules(scope);
        for (FlagSpec spec : flags) {
            Member flag = tree == null ? null : tree.flag(spec.key());
            observed.put(
                    spec.key(),
                    flag == null
                            ? ObservedFlag.absent(spec.key())
                            : new FlagReading(spec, flag.value(), rules).observed());
        }
        return observed;
    }

    /** Lists all flags, ordered by key. */
    public List<FoundFlag> list(@Nullable FlagText text) {
        List<FoundFlag> found = new ArrayList<>();
        if (text != null) {
            for (Member flag :
                    FlagTree.parse(format, place, text, KeyFilter.ALL, false).flags()) {
                found.add(FlagShape.found(flag));
            }
        }
        found.sort(Comparator.comparing(FoundFlag::key));
        return found;
    }

    /** Returns how many flags there are. */
    public int count(FlagText text) {
        return FlagTree.parse(format, place, text, KeyFilter.ALL, false).flags().size();
    }

    /** Carries out writes on a text; the outcome of each is in the batch. */
    public FileBatch batch(FlagScope scope, FlagText text, List<FlagWrite> writes) {
        return new Batch(scope, format, place, text, writes);
    }
}
