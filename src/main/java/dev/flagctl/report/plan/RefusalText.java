// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Refusal;
import dev.flagctl.report.Page;
import dev.flagctl.report.Symbol;
import java.util.List;

/** Says what is refused: first the reason, then the way out. */
public final class RefusalText {

    private RefusalText() {}

    /** Writes each refusal as a block of its own. */
    public static void write(Page page, List<Refusal> refusals) {
        for (Refusal refusal : refusals) {
            page.end();
            page.add(Symbol.FAILED)
                    .add(" Refused: ")
                    .wrapped(refusal.reason() + ".")
                    .end();
            page.add("  ").add(refusal.key().toString());
            if (!refusal.source().file().isEmpty()) {
                page.to(page.column() + 2).add(refusal.source().toString());
            }
            page.end();
            page.add("  ").wrapped(refusal.remedy()).end();
        }
    }
}
