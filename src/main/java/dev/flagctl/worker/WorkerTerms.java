// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.run.RunEvent;
import dev.flagctl.run.RunIdentity;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * For whom a worker works, and whom it tells.
 *
 * @param identity who runs, for the ledger; its run is of this process alone
 * @param views gives the view of one batch
 * @param log takes a line about something that is no event of a run
 */
public record WorkerTerms(
        RunIdentity identity, Clock clock, Supplier<Consumer<RunEvent>> views, Consumer<String> log) {}
