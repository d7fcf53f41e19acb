// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The signature of a saved plan, as the last field of its file. Signed is the text that the file would have without it, byte for byte.
 *
 * @param text what was signed
 * @param signature in Base64
 */
public record PlanSignature(String text, String signature) {

    private static final String END = "}\n";
    private static final Pattern SIGNED = Pattern.compile(",\"signature\":\"([A-Za-z0-9+/=]+)\"}\n$");

    /** Returns the text of a file with this signature. */
    public String signed() {
        return text.substring(0, text.length() - END.length()) + ",\"signature\":\"" + signature + "\"" + END;
    }

    /** Returns the signature of a file, empty when it has none at its end. */
    public static Optional<PlanSignature> of(String file) {
        Matcher matcher = SIGNED.matcher(file);
        return matcher.find()
                ? Optional.of(new PlanSignature(file.substring(0, matcher.start()) + END, matcher.group(1)))
                : Optional.empty();
    }
}
