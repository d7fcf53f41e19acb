// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.Set;

/**
 * Who is told about what.
 *
 * @param adapter name of the adapter of the notifier
 * @param on the kinds of notice
 */
public record NotifyRule(String adapter, Set<NoticeKind> on) {

    public NotifyRule {
        on = Set.copyOf(on);
    }
}
