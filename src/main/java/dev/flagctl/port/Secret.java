// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

/**
 * A value that must never be shown. Prints as its name only.
 *
 * @param name where it comes from, such as {@code UNLEASH_TOKEN}
 * @param value the value
 */
public record Secret(String name, String value) {

    @Override
    public String toString() {
        return "secret:" + name;
    }
}
