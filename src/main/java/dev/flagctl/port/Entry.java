// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

/**
 * An entry of the ledger.
 *
 * @param serial number, from 1 without gaps
 * @param draft what was appended
 * @param previousHash hash of the entry before, 64 zeros for the first
 * @param hash {@link EntryHash} of this entry, in hexadecimal
 */
public record Entry(long serial, EntryDraft draft, String previousHash, String hash) {}
