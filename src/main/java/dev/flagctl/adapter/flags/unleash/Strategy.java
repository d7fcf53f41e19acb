// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One activation strategy of a flag in an environment. Strategies are joined by "or": a user is enabled when one of them says so.
 *
 * @param id Unleash's id; empty for one that is not there yet
 * @param name Unleash's word for its kind, such as {@code flexibleRollout}
 * @param title what people see; empty for none
 * @param disabled whether it is left out
 * @param order the place it shall have: the first strategy that enables a user says which variant is served. An export does not tell
 *     it: of a flag with a strategy for the rest it is asked, and is then the number of those before
 * @param parameters all are texts
 * @param constraints all must hold
 * @param segments names of segments of which all must hold
 * @param variants in order; empty for a flag that is only on or off
 */
record Strategy(
        String id,
        String name,
        String title,
        boolean disabled,
        int order,
        Map<String, String> parameters,
        Set<Constraint> constraints,
        List<String> segments,
        List<Variant> variants) {

    /** Behind what people add later, too: whoever reaches it is served by no other strategy. */
    static final int LAST = 9999;

    /** Behind all that serve the treatment, and before the control group, which serves whoever reaches it. */
    static final int BETWEEN = 9997;

    static final int CONTROL = 9998;

    static final String GRADUAL = "flexibleRollout";
    private static final String OURS = "flagctl";
    private static final String REST = "flagctl rest";
    private static final String REST_BESIDE_CONTROL = "flagctl between";
    private static final String CONTROL_GROUP = "flagctl control";
    private static final String AUDIENCE = "flagctl: ";

    /**
     * One variant of a strategy.
     *
     * @param name its name
     * @param weight thousandths of the strategy's users
     * @param value value of the payload, or the name where there is none
     */
    record Variant(String name, int weight, Object value) {}

    Strategy {
        parameters = Map.copyOf(parameters);
        constraints = Set.copyOf(constraints);
        segments = List.copyOf(segments);
        variants = List.copyOf(variants);
    }

    /** Returns the title of a strategy of flagctl for an audience, as people say it; empty for everybody. */
    static String titleOf(String audience) {
        return audience.isEmpty() ? OURS : AUDIENCE + audience;
    }

    static String titleOfRest() {
        return REST;
    }

    static String titleOfBetween() {
        return REST_BESIDE_CONTROL;
    }

    static String titleOfControl() {
        return CONTROL_GROUP;
    }

    boolean isOurs() {
        return title.equals(OURS) || title.startsWith(AUDIENCE) || isRest() || isBetween() || isControl();
    }

    /** Tells whether it serves the rest to those who are neither in the treatment nor in the control group. */
    boolean isBetween() {
        return title.equals(REST_BESIDE_CONTROL);
    }

    /** Tells whether it serves the control group: those whom neither the treatment nor the rest serves. */
    boolean isControl() {
        return title.equals(CONTROL_GROUP);
    }

    /** Tells whether it serves the treatment. */
    boolean isTreatment() {
        return isOurs() && !isRest() && !isBetween() && !isControl();
    }

    /** Tells whether it serves the rest to those whom no other strategy serves. */
    boolean isRest() {
        return title.equals(REST);
    }

    /** Returns whom its title speaks of, empty for everybody. */
    String audience() {
        return title.startsWith(AUDIENCE) ? title.substring(AUDIENCE.length()) : "";
    }

    String rollout() {
        return parameters.getOrDefault("rollout", "100");
    }

    String stickiness() {
        return parameters.getOrDefault("stickiness", "default");
    }

    /** Tells whether it gives everybody a share, without conditions. */
    boolean isPlain() {
        return (name.equals(GRADUAL) || name.equals("default")) && constraints.isEmpty() && segments.isEmpty();
    }

    /** Tells whether it serves everybody as it is. */
    boolean servesEverybody() {
        return !disabled && isPlain() && (name.equals("default") || rollout().equals("100"));
    }

    /** Returns it for people: its title or kind, and its share. */
    String words() {
        StringBuilder words = new StringBuilder("strategy \"" + (title.isEmpty() ? name : title) + "\"");
        if (name.equals(GRADUAL)) {
            words.append(" ").append(rollout()).append("%");
        } else if (!title.isEmpty()) {
            words.append(" (").append(name).append(")");
        }
        constraints.stream()
                .map(Constraint::toString)
                .sorted()
                .forEach(each -> words.append(", ").append(each));
        segments.forEach(each -> words.append(", segment \"").append(each).append('"'));
        return words.toString();
    }

    /** Returns it at another place. */
    Strategy at(int place) {
        return new Strategy(id, name, title, disabled, place, parameters, constraints, segments, variants);
    }

    /** Returns its parameters with other ones on top. */
    Map<String, String> parametersWith(Map<String, String> others) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.putAll(others);
        return all;
    }
}
