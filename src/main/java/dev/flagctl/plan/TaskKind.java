// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

/** The kinds of {@link Task}. */
public enum TaskKind {
    RUN_HOOK,
    WRITE_FLAG,
    ARCHIVE_FLAG,
    RECORD,
    SEND_NOTICE
}
