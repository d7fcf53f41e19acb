// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

/**
 * What a hook said.
 *
 * @param passed whether the stage may be entered; anything but a clear yes is false
 * @param output last lines of what it said, redacted, at most 4,000 characters
 */
public record HookResult(boolean passed, String output) {}
