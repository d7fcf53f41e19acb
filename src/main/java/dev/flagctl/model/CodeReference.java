// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/**
 * A place in code that names a flag.
 *
 * @param file path relative to the searched folder, with forward slashes
 * @param line counted from 1
 * @param text the line, trimmed, at most 200 characters
 */
public record CodeReference(String file, int line, String text) {}
