// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.diag;

/** How bad a diagnostic is; an error stops the run before the world is read. */
public enum Severity {
    ERROR,
    WARNING
}
