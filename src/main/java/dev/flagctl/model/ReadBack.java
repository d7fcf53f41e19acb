// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Duration;

/**
 * How it is found out that clients serve what was written.
 *
 * @param adapter name of the adapter that evaluates as a client does
 * @param within how long a run waits for it; longer than that the feature holds until a later run sees it
 */
public record ReadBack(String adapter, Duration within) {

    public static final Duration USUAL = Duration.ofSeconds(30);
}
