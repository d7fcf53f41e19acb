// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

/** The kinds of {@link RunEvent}. */
public enum EventKind {
    SETTLED,
    MEASURED,
    PLANNED,
    STARTED,
    TASK_STARTED,
    TASK_DONE,
    TASK_FAILED,
    TASK_SKIPPED,
    CLIENTS,
    WAITING,
    ENDED
}
