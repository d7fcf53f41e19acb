// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The hash that chains the ledger: SHA-256 over the previous hash, the serial and every field of the draft, each preceded by its length so
 * that no two entries give the same bytes. Of evidence its digest is hashed, and nothing where there is none: so entries of before evidence was kept apart give the
 * hash they were written with, and those whose evidence was pruned as well.
 */
public final class EntryHash {

    /** The hash before the first entry. */
    public static final String GENESIS = "0".repeat(64);

    private final MessageDigest sha256;

    public EntryHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the hash of an entry in hexadecimal, 64 characters. Not for several threads at once. */
    public String of(String previousHash, long serial, EntryDraft draft) {
        sha256.reset();
        add(previousHash);
        add(Long.toString(serial));
        add(draft.time().toString());
        add(draft.run());
        add(draft.actor());
        add(draft.kind().name());
        add(draft.key() == null ? null : draft.key().feature());
        add(draft.key() == null ? null : draft.key().environment());
        add(draft.task());
        add(draft.body());
        add(draft.state());
        if (draft.evidence() != null) {
            add(draft.evidence().digest());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private void add(@Nullable String field) {
        if (field == null) {
            sha256.update((byte) '-');
            return;
        }
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        sha256.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha256.update(bytes);
    }
}
