// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

/**
 * One field of a flag that differs.
 *
 * @param field which field
 * @param before what it is, for people
 * @param after what it would be, for people
 */
public record FieldChange(String field, String before, String after) {}
