// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** What people can ask to be told about. */
public enum NoticeKind {
    CREATED,
    ADVANCED,
    HELD,
    PAUSED,
    RESUMED,
    ROLLED_BACK,
    KILLED,
    CORRECTED,
    FINISHED,
    DEPRECATION_NOTICE,
    DEPRECATED,
    PHASED_OUT,
    SUNSET,
    ARCHIVED
}
