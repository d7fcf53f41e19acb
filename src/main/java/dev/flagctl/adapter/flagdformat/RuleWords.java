// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flags.Layout;
import dev.flagctl.adapter.flags.Node;
import java.util.ArrayList;
import java.util.List;

/** Says foreign rules for people: the common comparisons in words, the rest as the JSON that it is, cut where it gets long. */
final class RuleWords {

    private static final int LONGEST = 160;

    private RuleWords() {}

    /** Returns one line per branch, such as {@code country is in "DE", "FR": on}. */
    static List<String> ofBranches(List<Node> conditionsAndResults) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i + 1 < conditionsAndResults.size(); i += 2) {
            Node result = conditionsAndResults.get(i + 1);
            String variant = OwnRule.variant(result);
            String served = variant != null ? variant : result.isNull() ? "the default variant" : of(result);
            lines.add(cut(of(conditionsAndResults.get(i))) + ": " + cut(served));
        }
        return lines;
    }

    static String of(Node rule) {
        return cut(say(rule));
    }

    private static String say(Node rule) {
        if (rule.kind() == Node.Kind.UNREAD) {
            return "a YAML alias";
        }
        if (rule.isObject() && rule.members().size() == 1) {
            String operator = rule.members().get(0).name();
            Node argument = rule.members().get(0).value();
            if (operator.equals("var") && argument.scalar() instanceof String name) {
                return name;
            }
            List<Node> arguments = argument.items();
            String words = infix(operator);
            if (!words.isEmpty() && arguments.size() == 2) {
                return say(arguments.get(0)) + " " + words + " " + say(arguments.get(1));
            }
        }
        return rule.kind() == Node.Kind.LIST ? list(rule.items()) : Layout.ONE_LINE.print(rule.plain(), "");
    }

    private static String list(List<Node> items) {
        StringBuilder text = new StringBuilder();
        for (Node item : items) {
            text.append(text.length() == 0 ? "" : ", ").append(say(item));
        }
        return text.toString();
    }

    private static String infix(String operator) {
        return switch (operator) {
            case "==", "===" -> "is";
            case "!=", "!==" -> "is not";
            case "in" -> "is in";
            case "starts_with" -> "starts with";
            case "ends_with" -> "ends with";
            case "and", "or", "<", "<=", ">", ">=" -> operator;
            default -> "";
        };
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
