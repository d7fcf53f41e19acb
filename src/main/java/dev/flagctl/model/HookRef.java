// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/**
 * A hook to run before a stage is entered.
 *
 * @param adapter name of the adapter of the hook
 * @param action what the hook is asked to do, handed to it as a word, such as {@code warm} or {@code smoke-test}
 */
public record HookRef(String adapter, String action) {}
