// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import org.jspecify.annotations.Nullable;

/**
 * Which variants a rollout moves users between.
 *
 * @param treatment variant of users within the exposure
 * @param control variant that the treatment is compared with: that of the matched control, or of everybody else
 * @param rest variant of everybody else while the flag keeps a control group as large as the treatment; null when everybody else is the control
 */
public record Serve(
        String treatment, String control, @Nullable String rest) {

    /** Makes a rollout whose control is everybody else. */
    public Serve(String treatment, String control) {
        this(treatment, control, null);
    }

    /** Tells whether the flag keeps a control group as large as the treatment. */
    public boolean isMatched() {
        return rest != null;
    }

    /** Returns the variant of everybody who is in neither group. */
    public String others() {
        return rest == null ? control : rest;
    }
}
