// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flipt;

import dev.flagctl.adapter.flags.Layout;
import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Unreadable;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.ObservedFlag.Presence;
import dev.flagctl.model.Percent;
import dev.flagctl.model.ShareParts;
import dev.flagctl.model.ShareParts.Part;
import dev.flagctl.model.Slice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what one flag of a features file serves, in flagctl's words. */
final class FliptReading {

    static final String TREATMENT = "flagctl.treatment";
    static final String REST = "flagctl.rest";
    static final String CONTROL = "flagctl.control";

    private final FlagSpec spec;
    private final Node flag;
    private final Map<String, Node> segments;
    private final FliptShapes shapes;
    private int matched;
    private int unmatched;

    /** @param segments the segments of the file by key */
    FliptReading(FlagSpec spec, Node flag, Map<String, Node> segments, FliptShapes shapes) {
        this.spec = spec;
        this.flag = flag;
        this.segments = segments;
        this.shapes = shapes;
    }

    ObservedFlag observed() {
        List<String> foreign = new ArrayList<>();
        String overruled = "";
        for (Node each : steps(flag)) {
            if (!isOurs(flag, each)) {
                String words = Layout.ONE_LINE.print(each.plain(), "");
                foreign.add(words);
                overruled = overruled.isEmpty() && servesEverybody(each) ? words : overruled;
            }
        }
        try {
            FlagState state = isBoolean(flag) ? booleanState() : variantState();
            return new ObservedFlag(spec.key(), state, Presence.PRESENT, "", foreign, overruled, "", null);
        } catch (Unreadable e) {
            return new ObservedFlag(spec.key(), null, Presence.PRESENT, e.reason(), foreign, overruled, "", null);
        }
    }

    private FlagState booleanState() {
        String treatment = word(TREATMENT, spec.serve().treatment());
        String rest = word(REST, spec.serve().others());
        Node enabled = flag.get("enabled");
        boolean fallback = enabled != null && Boolean.TRUE.equals(enabled.scalar());
        List<Slice> slices = new ArrayList<>();
        boolean treated = true;
        for (Node each : steps(flag)) {
            if (isOurs(flag, each)) {
                Node body = each.get("segment") == null ? each.get("threshold") : each.get("segment");
                boolean serves = body != null && !Boolean.FALSE.equals(scalar(body, "value"));
                if (!slices.isEmpty() && serves != treated) {
                    throw new Unreadable("has rollouts of flagctl that serve true and others that serve false");
                }
                treated = serves;
                slices.add(slice(each));
            }
        }
        if (!slices.isEmpty() && treated == fallback) {
            throw new Unreadable("serves " + fallback + " with its rollouts and without them");
        }
        if (slices.isEmpty()) {
            boolean isTreatment = fallback;
            slices.add(new Slice(Audience.EVERYONE, isTreatment ? Percent.ALL : Percent.ZERO));
        }
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put(treatment, treated);
        variants.put(rest, !treated);
        return new FlagState(variants, treatment, rest, new Exposure(slices), "targetingKey", spec.key());
    }

    private Slice slice(Node rollout) {
        Node threshold = rollout.get("threshold");
        if (threshold != null) {
            return new Slice(Audience.EVERYONE, whole(percent(scalar(threshold, "percentage"))));
        }
        Node segment = rollout.get("segment");
        Audience audience = segment == null ? null : FliptShapes.audience(segment);
        if (segment == null || audience == null) {
            throw new Unreadable("has a rollout that is neither a threshold nor of segments");
        }
        return new Slice(meant(segment, audience), Percent.ALL);
    }

    private static Percent whole(Percent share) {
        if (share.thousandths() % 1000 != 0) {
            throw new Unreadable("has the share " + share + ", and Flipt's thresholds know whole percents only");
        }
        return share;
    }

    private FlagState variantState() {
        Node enabled = flag.get("enabled");
        if (enabled != null && Boolean.FALSE.equals(enabled.scalar())) {
            throw new Unreadable("is disabled, so the code's default is served; set \"enabled\" to true");
        }
        Map<String, Object> variants = variants(flag);
        String treatment = word(TREATMENT, spec.serve().treatment());
        String fallback = fallback(flag);
        if (fallback == null) {
            throw new Unreadable("has no default variant, so the code's default is served");
        }
        String rest = fallback.equals(treatment) ? word(REST, spec.serve().others()) : fallback;
        List<Slice> slices = new ArrayList<>();
        for (Node rule : steps(flag)) {
            Node segment = rule.get("segment");
            Audience audience = segment == null || !isOurs(flag, rule) ? null : FliptShapes.audience(segment);
            if (segment != null && audience != null) {
                slices.add(new Slice(meant(segment, audience), share(rule, treatment, rest)));
            }
        }
        if (fallback.equals(treatment)) {
            slices.add(new Slice(Audience.EVERYONE, Percent.ALL));
        }
        if (!variants.containsKey(treatment) || !variants.containsKey(rest)) {
            throw new Unreadable("lacks the variant \"" + (variants.containsKey(treatment) ? rest : treatment) + "\"");
        }
        if (matched > 0 && unmatched > 0) {
            throw new Unreadable("keeps a control group beside some of its shares only");
        }
        String control = matched > 0 ? controlWord(rest) : null;
        if (control != null && !variants.containsKey(control)) {
            throw new Unreadable("lacks the variant \"" + control + "\"");
        }
        return new FlagState(variants, treatment, rest, control, new Exposure(slices), "targetingKey", spec.key());
    }

    /** Returns the variant of a control group, or null where there can be none. */
    private @Nullable String controlWord(String rest) {
        String word = word(CONTROL, spec.serve().isMatched() ? spec.serve().control() : rest);
        return word.equals(rest) ? null : word;
    }

    private Percent share(Node rule, String treatment, String rest) {
        ShareParts parts = parts(rule);
        String control = controlWord(rest);
        if (control != null && parts.has(control)) {
            if (!parts.isMatched(treatment, rest, control)) {
                throw new Unreadable("distributes \"" + control
                        + "\" to others than a control group as large as the treatment, at the end");
            }
            matched++;
            return parts.sizeOf(treatment);
        }
        for (Part part : parts.parts()) {
            if (!part.variant().equals(treatment) && !part.variant().equals(rest)) {
                throw new Unreadable("distributes \"" + part.variant()
                        + "\" too, and flagctl knows two variants at a time, or three with a control group");
            }
        }
        if (parts.parts().size() > 1 && !parts.parts().get(0).variant().equals(treatment)) {
            throw new Unreadable(
                    "distributes \"" + treatment + "\" behind \"" + rest
                            + "\", and flagctl before it, so that a change would move users; put it first while nobody gets it");
        }
        unmatched += parts.parts().size() > 1 ? 1 : 0;
        return parts.sizeOf(treatment);
    }

    /** Returns the distributions of a rule, which are laid over the places in the order of the file. */
    private static ShareParts parts(Node rule) {
        Node distributions = rule.get("distributions");
        List<Part> parts = new ArrayList<>();
        int all = 0;
        for (Node each : distributions == null ? List.<Node>of() : distributions.items()) {
            Percent size = percent(scalar(each, "rollout"));
            all += size.thousandths();
            parts.add(new Part(String.valueOf(each.text("variant")), size));
        }
        if (all != Percent.ALL.thousandths()) {
            throw new Unreadable("has distributions that do not add up to 100");
        }
        return new ShareParts(parts);
    }

    /** Returns the audience that segments of flagctl reach: one that is not what the project says of it reaches others than its name promises. */
    private Audience meant(Node segment, Audience audience) {
        boolean any = !"AND_SEGMENT_OPERATOR".equals(segment.text("operator"));
        if (any && FliptShapes.keys(segment).size() > 1) {
            throw new Unreadable("joins segments of flagctl by \"or\", and flagctl only by \"and\"");
        }
        Audience meant = audience;
        for (String key : FliptShapes.keys(segment)) {
            Node there = segments.get(key);
            if (there == null) {
                throw new Unreadable("uses the segment " + key + ", which is not there");
            }
            if (!shapes.isAsDefined(key, there)) {
                if (audience.isEveryone()) {
                    throw new Unreadable("uses the segment " + key + ", which does not hold everybody");
                }
                meant = meant.definedOtherwise();
            }
        }
        return meant;
    }

    private String word(String key, String otherwise) {
        Node metadata = flag.get("metadata");
        String text = metadata == null ? null : metadata.text(key);
        return text == null || text.isEmpty() ? otherwise : text;
    }

    static boolean isBoolean(Node flag) {
        return FliptShapes.BOOLEAN.equals(flag.text("type"));
    }

    /** Returns the rollouts of a boolean flag, the rules of another one. */
    static List<Node> steps(Node flag) {
        Node steps = flag.get(isBoolean(flag) ? "rollouts" : "rules");
        return steps == null ? List.of() : steps.items();
    }

    /** Tells whether a rollout or rule is flagctl's; one plain threshold that stands alone is taken over. */
    static boolean isOurs(Node flag, Node step) {
        Node segment = step.get("segment");
        if (segment != null) {
            return FliptShapes.audience(segment) != null;
        }
        String description = step.text("description");
        return step.get("threshold") != null
                && (steps(flag).size() == 1 || (description != null && description.startsWith("flagctl: ")));
    }

    private boolean servesEverybody(Node step) {
        Node threshold = step.get("threshold");
        if (threshold != null) {
            // What is no percentage is told by whoever reads the share; here it serves nobody knows whom.
            return scalar(threshold, "percentage") instanceof Number share && share.doubleValue() >= 100;
        }
        Node segment = step.get("segment");
        List<String> keys = segment == null ? List.of() : FliptShapes.keys(segment);
        return !keys.isEmpty()
                && keys.stream().allMatch(key -> {
                    Node there = segments.get(key);
                    Node constraints = there == null ? null : there.get("constraints");
                    return there != null
                            && (constraints == null || constraints.items().isEmpty());
                });
    }

    static Map<String, Object> variants(Node flag) {
        Map<String, Object> variants = new LinkedHashMap<>();
        Node list = flag.get("variants");
        for (Node each : list == null ? List.<Node>of() : list.items()) {
            String key = each.text("key");
            Node attachment = each.get("attachment");
            Object value = attachment == null ? null : attachment.plain();
            if (value instanceof Map<?, ?> only && only.size() == 1 && only.get(FliptShapes.VALUE) != null) {
                value = only.get(FliptShapes.VALUE);
            }
            if (key != null) {
                variants.put(key, value == null ? key : value);
            }
        }
        return variants;
    }

    /** Returns the variants as they stand in the file, by key. */
    static Map<String, Map<String, Object>> plainVariants(Node flag) {
        Map<String, Map<String, Object>> variants = new LinkedHashMap<>();
        Node list = flag.get("variants");
        for (Node each : list == null ? List.<Node>of() : list.items()) {
            String key = each.text("key");
            if (key != null && each.plain() instanceof Map<?, ?> plain) {
                Map<String, Object> variant = new LinkedHashMap<>();
                plain.forEach((name, value) -> variant.put(String.valueOf(name), value));
                variants.put(key, variant);
            }
        }
        return variants;
    }

    static @Nullable String fallback(Node flag) {
        Node list = flag.get("variants");
        for (Node each : list == null ? List.<Node>of() : list.items()) {
            if (Boolean.TRUE.equals(scalar(each, "default"))) {
                return each.text("key");
            }
        }
        return null;
    }

    private static @Nullable Object scalar(Node node, String name) {
        Node value = node.get(name);
        return value == null ? null : value.scalar();
    }

    private static Percent percent(@Nullable Object value) {
        double percent = value instanceof Number number ? number.doubleValue() : -1;
        if (!(percent >= 0 && percent <= 100)) {
            throw new Unreadable("has the share " + value + ", which is no percentage");
        }
        return Percent.of(percent);
    }
}
