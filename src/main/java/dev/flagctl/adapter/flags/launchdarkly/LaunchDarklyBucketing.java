// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.model.Bucketing;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The places of a rollout: the first 15 hexadecimal digits of SHA-1 over {@code key.salt.user}, as a part of the largest such number
 * (https://launchdarkly.com/docs/sdk/concepts/evaluation-rules). LaunchDarkly chooses the salt, so that the flag's key stands in for it here: how many users a
 * change moves is right, who they are is not.
 */
final class LaunchDarklyBucketing implements Bucketing {

    private static final int DIGITS = 15;
    private static final double LARGEST = 0xFFFFFFFFFFFFFFFL;

    @Override
    public String name() {
        return "launchdarkly-sha1";
    }

    @Override
    public double place(String flagKey, String salt, String user) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((flagKey + "." + salt + "." + user).getBytes(StandardCharsets.UTF_8));
            String digits = String.format("%040x", new BigInteger(1, hash)).substring(0, DIGITS);
            // The control stands first: a share of the treatment is the end of the line, see VariationOrder.
            return Math.min(1 - Long.parseLong(digits, 16) / LARGEST, Math.nextDown(1.0));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
