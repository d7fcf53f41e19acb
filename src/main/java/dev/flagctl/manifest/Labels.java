// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import tools.jackson.databind.JsonNode;

/** Names parts of a document as people do. */
final class Labels {

    private Labels() {}

    /** Returns {@code production, stage 5 of 6} for a place within a stage, else an empty text. */
    static String stage(JsonNode tree, String pointer) {
        String[] steps = Pointer.steps(pointer);
        for (int i = 1; i + 1 < steps.length; i++) {
            if (steps[i].equals("stages")) {
                String within = pointer.substring(0, pointer.indexOf("/stages/"));
                JsonNode stages = Pointer.node(tree, within + "/stages");
                String owner =
                        steps[i - 1].equals("phase-out") || steps[i - 1].equals("spec") ? "" : steps[i - 1] + ", ";
                String stage = owner + "stage " + (Integer.parseInt(steps[i + 1]) + 1);
                boolean all = !(stages instanceof PlacedArray array && array.isFlawed());
                return stage + (all ? " of " + (stages == null ? 0 : stages.size()) : "");
            }
        }
        return steps.length > 2 && steps[1].equals("rollout") ? steps[2] : "";
    }

    /** Returns the last key of a pointer; for an item of a list, the list and the place of the item counted from 1. */
    static String last(String pointer) {
        String[] steps = Pointer.steps(pointer);
        if (steps.length == 0) {
            return "the document";
        }
        String last = steps[steps.length - 1];
        boolean index = !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
        return index && steps.length > 1 ? steps[steps.length - 2] + " " + (Integer.parseInt(last) + 1) : last;
    }

    /** Returns the limits of a schema in words. */
    static String limits(JsonNode schema) {
        StringBuilder words = new StringBuilder();
        append(words, "at least ", schema.get("minimum"));
        append(words, "above ", schema.get("exclusiveMinimum"));
        append(words, "at most ", schema.get("maximum"));
        append(words, "below ", schema.get("exclusiveMaximum"));
        return words.toString();
    }

    private static void append(StringBuilder words, String word, @org.jspecify.annotations.Nullable JsonNode limit) {
        if (limit != null) {
            words.append(words.length() == 0 ? "" : " and ").append(word).append(limit.asString());
        }
    }
}
