// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** How a cohort condition compares an attribute of the evaluation context. */
public enum Operator {
    EQUALS,
    NOT_EQUALS,
    IN,
    NOT_IN,
    STARTS_WITH,
    ENDS_WITH,
    CONTAINS,
    AT_LEAST,
    BELOW
}
