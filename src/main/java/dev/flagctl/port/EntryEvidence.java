// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The part of an entry that may be pruned some day: the chain hashes its digest only.
 *
 * @param digest SHA-256 of the JSON in UTF-8, in hexadecimal
 * @param json what a decision was made on; opaque to the ledger; null when it was pruned
 */
public record EntryEvidence(String digest, @Nullable String json) {

    /** Returns evidence with its digest. */
    public static EntryEvidence of(String json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return new EntryEvidence(HexFormat.of().formatHex(digest), json);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Tells whether the JSON is there and is what the digest was made of. */
    public boolean isWhole() {
        return json != null && of(json).digest().equals(digest);
    }
}
