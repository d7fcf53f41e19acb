// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** The parts of a flag that flagctl may change; everything else survives each write. */
public enum Owns {
    /** Which share gets the treatment. */
    EXPOSURE,
    /** The variants and their values. */
    VARIANTS,
    /** All rules of the flag, so that foreign ones are replaced. */
    TARGETING
}
