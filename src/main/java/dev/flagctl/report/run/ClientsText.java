// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.report.Spans;
import dev.flagctl.run.RunEvent;

/** Says whether clients serve what was written. */
final class ClientsText {

    private ClientsText() {}

    static String of(RunEvent.Clients clients) {
        String who = "clients  " + clients.key().feature() + ": ";
        return clients.missing().isEmpty()
                ? who + "seen through " + clients.adapter() + " after " + Spans.took(clients.took())
                : who + "not seen yet, " + clients.missing() + "; its bake begins when it is";
    }
}
