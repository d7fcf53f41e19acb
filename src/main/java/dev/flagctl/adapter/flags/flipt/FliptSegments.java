// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flipt;

import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.ObjectEdit;
import dev.flagctl.adapter.flags.Unreadable;
import dev.flagctl.model.FlagState;
import dev.flagctl.port.Expectation;
import dev.flagctl.port.FlagWrite;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The segments that the writes of a batch need. Flags share them, so one that the project defines anew is changed only when every flag that uses it is
 * written in the same batch: who is in a flag that waits, is paused or is not flagctl's stays in it.
 */
final class FliptSegments {

    private final FliptFile file;
    private final FliptShapes shapes;
    private final Map<String, FlagWrite> writes = new HashMap<>();
    private final Map<String, Map<String, Object>> created = new TreeMap<>();
    private final Map<String, Map<String, Object>> redefined = new TreeMap<>();

    FliptSegments(FliptFile file, FliptShapes shapes, List<FlagWrite> writes) {
        this.file = file;
        this.shapes = shapes;
        writes.forEach(write -> this.writes.put(write.spec().key(), write));
    }

    /** Takes note of what a flag needs; throws {@link Unreadable} when a segment would change under a flag that nobody asked about. */
    void need(String flag, FlagState state) {
        Map<String, Map<String, Object>> wanted = shapes.segments(state);
        wanted.forEach((key, segment) -> {
            Node there = file.segments().get(key);
            Set<String> others = there == null || FliptShapes.says(there, segment) ? Set.of() : bystanders(flag, key);
            if (!others.isEmpty()) {
                throw new Unreadable("needs the segment " + key + " as the project defines it now, and "
                        + String.join(", ", others) + " would get other users by that without being planned;"
                        + " resume or roll back what is paused, or give the cohort another name");
            }
        });
        wanted.forEach((key, segment) -> {
            Node there = file.segments().get(key);
            if (there == null) {
                created.put(key, segment);
            } else if (!FliptShapes.says(there, segment)) {
                redefined.put(key, segment);
            }
        });
    }

    private Set<String> bystanders(String flag, String segment) {
        Set<String> bystanders = new TreeSet<>();
        file.flags().forEach((key, node) -> {
            if (!key.equals(flag) && uses(node, segment) && !isPlanned(key)) {
                bystanders.add(key);
            }
        });
        return bystanders;
    }

    private boolean isPlanned(String key) {
        FlagWrite write = writes.get(key);
        return write != null
                && Expectation.surprise(file.observed(write.spec(), shapes), write.before(), write.spec())
                        .isEmpty();
    }

    private static boolean uses(Node flag, String segment) {
        return FliptReading.steps(flag).stream()
                .map(step -> step.get("segment"))
                .anyMatch(each -> each != null && FliptShapes.keys(each).contains(segment));
    }

    List<Map<String, Object>> created() {
        return List.copyOf(created.values());
    }

    /** Changes whom redefined segments hold, where they stand. */
    void edit(ObjectEdit edit) {
        redefined.forEach((key, segment) -> {
            Node there = file.segments().get(key);
            Map<String, Object> added = new LinkedHashMap<>();
            if (there != null) {
                FliptFlagEdits.put(edit, there, "match_type", segment.getOrDefault("match_type", ""), added);
                FliptFlagEdits.put(edit, there, "constraints", segment.getOrDefault("constraints", List.of()), added);
                edit.change(null, there, Set.of(), added, 0);
            }
        });
    }

    /** Returns what is wrong in the text that was written, or empty. */
    String damage(FliptFile after, Set<String> changed) {
        for (Map.Entry<String, Node> each : file.segments().entrySet()) {
            String key = each.getKey();
            Node fresh = after.segments().get(key);
            Map<String, Object> segment = redefined.get(key);
            boolean same = segment == null
                    ? fresh != null && file.source(each.getValue()).equals(after.source(fresh))
                    : fresh != null && FliptShapes.says(fresh, segment);
            if (!same) {
                return "the segment \"" + key + "\" would change";
            }
            for (Map.Entry<String, Node> flag : after.flags().entrySet()) {
                if (segment != null && uses(flag.getValue(), key) && !changed.contains(flag.getKey())) {
                    return "the flag \"" + flag.getKey() + "\" would get other users by the segment \"" + key + "\"";
                }
            }
        }
        return "";
    }
}
