// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.diag;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes secrets out of texts that people or logs will see. */
public final class Redaction {

    /** Shorter values occur in ordinary words; to hide them would make the text unreadable and hide nothing. */
    private static final int SHORTEST = 4;

    private record Hidden(String value, String shown) {}

    /** Patterns are compiled when the first text is redacted, which most runs never do. */
    private static final class Patterns {
        static final Pattern USER_OF_URL = Pattern.compile("(?<=://)[^/\\s?#\"'<>]*@");
        static final Pattern QUERY = Pattern.compile(
                "(?i)(?<=[?&;])([^=&\\s#\"']*(?:token|key|secret|passw|sig|auth|credential)[^=&\\s#\"']*)=[^&\\s#\"']*");
        static final Pattern HEADER = Pattern.compile("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]{4,}");

        private Patterns() {}
    }

    private final List<Hidden> hidden = new ArrayList<>();

    /**
     * Makes a redaction of known secrets, besides what looks like one.
     *
     * @param secrets values by name; a value of fewer than 4 characters is left alone
     */
    public Redaction(Map<String, String> secrets) {
        secrets.forEach((name, value) -> {
            if (value.length() >= SHORTEST) {
                String shown = "secret:" + name;
                hidden.add(new Hidden(value, shown));
                for (String form : List.of(percentEncoded(value), jsonEscaped(value))) {
                    if (!form.equals(value)) {
                        hidden.add(new Hidden(form, shown));
                    }
                }
            }
        });
        // A secret may contain another one; the longer must go first.
        hidden.sort(
                Comparator.comparingInt((Hidden each) -> each.value().length()).reversed());
    }

    /** The form a value has within a URL (RFC 3986 §2.1). */
    private static String percentEncoded(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return encoded.toString();
    }

    /** The form a value has within a string of JSON (RFC 8259 §7), as far as secrets have it. */
    private static String jsonEscaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Tells whether there is any known secret. */
    public boolean knowsAny() {
        return !hidden.isEmpty();
    }

    /** Returns the text with {@code secret:NAME} for every known secret, and otherwise as it is. */
    public String known(String text) {
        String shown = text;
        for (Hidden each : hidden) {
            shown = shown.replace(each.value(), each.shown());
        }
        return shown;
    }

    /**
     * Returns the text with {@code secret:NAME} for every known secret, without user and password in URLs, and with {@code …} for the values
     * of telling URL parameters and of bearer and basic credentials.
     */
    public String of(String text) {
        String shown = known(text);
        shown = Patterns.USER_OF_URL.matcher(shown).replaceAll("");
        shown = Patterns.QUERY.matcher(shown).replaceAll("$1=…");
        return Patterns.HEADER.matcher(shown).replaceAll("$1 …");
    }
}
