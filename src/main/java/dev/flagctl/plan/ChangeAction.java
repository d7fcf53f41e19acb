// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

/** What happens to a flag; there is no delete. */
public enum ChangeAction {
    CREATE,
    UPDATE,
    /** Users are bucketed by another hash, so that exposed users may change. */
    REPLACE,
    ARCHIVE,
    /** The flag stays; the record may change. */
    NO_OP
}
