// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.NoticeKind;
import dev.flagctl.model.NotifyRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Binds who is told of what. */
final class NotifyBinder {

    private static final NoticeKind[] NOTICES = NoticeKind.values();

    private NotifyBinder() {}

    /** Returns the rules in order; none where the feature has no list. */
    static List<NotifyRule> bind(@Nullable JsonNode list) {
        if (list == null) {
            return List.of();
        }
        List<NotifyRule> rules = new ArrayList<>(list.size());
        for (JsonNode rule : list) {
            Set<NoticeKind> kinds = EnumSet.noneOf(NoticeKind.class);
            for (JsonNode kind : Values.child(rule, "on")) {
                kinds.add(Words.get(NOTICES, kind.asString()));
            }
            rules.add(new NotifyRule(Values.need(rule, "to"), kinds));
        }
        return rules;
    }
}
