// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Gives plain scalars their type as the YAML 1.2 core schema says (<a href="https://yaml.org/spec/1.2.2/#103-core-schema">10.3</a>).
 *
 * <p>By hand, not by the regular expressions of the specification: this runs for every plain scalar.
 */
final class CoreScalars {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int LONGEST_NUMBER = 400;

    private CoreScalars() {}

    /** Returns the typed node, or null for a number that JSON cannot hold (infinite, or not a number). */
    static @Nullable JsonNode resolve(String text) {
        if (text.isEmpty()) {
            return NODES.nullNode();
        }
        char first = text.charAt(0);
        if (first <= '9') {
            return first >= '0' || first == '+' || first == '-' || first == '.' ? number(text) : new PlainText(text);
        }
        return switch (first) {
            case '~' -> text.length() == 1 ? NODES.nullNode() : new PlainText(text);
            case 'n', 'N' -> isWord(text, "null") ? NODES.nullNode() : new PlainText(text);
            case 't', 'T' -> isWord(text, "true") ? NODES.booleanNode(true) : new PlainText(text);
            case 'f', 'F' -> isWord(text, "false") ? NODES.booleanNode(false) : new PlainText(text);
            default -> new PlainText(text);
        };
    }

    /** The core schema knows a word in lower case, in upper case, and with a capital. */
    private static boolean isWord(String text, String word) {
        return text.equals(word)
                || (text.equalsIgnoreCase(word) && (text.substring(1).equals(word.substring(1)) || isUpper(text)));
    }

    private static boolean isUpper(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 'a') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable JsonNode number(String text) {
        int start = text.charAt(0) == '+' || text.charAt(0) == '-' ? 1 : 0;
        if (text.length() > LONGEST_NUMBER || start == text.length()) {
            return new PlainText(text);
        }
        if (isDigits(text, start, text.length())) {
            return integer(new BigIntegerText(text.charAt(0) == '+' ? text.substring(1) : text, 10));
        }
        if (text.startsWith("0o") && isRadix(text, 8)) {
            return integer(new BigIntegerText(text.substring(2), 8));
        }
        if (text.startsWith("0x") && isRadix(text, 16)) {
            return integer(new BigIntegerText(text.substring(2), 16));
        }
        String unsigned = text.substring(start);
        if (isSpecial(unsigned, "inf") || (start == 0 && isSpecial(text, "nan"))) {
            return null;
        }
        if (!isFloat(text, start)) {
            return new PlainText(text);
        }
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) ? null : NODES.numberNode(value);
    }

    private record BigIntegerText(String text, int radix) {}

    private static JsonNode integer(BigIntegerText number) {
        if (number.text.length() <= 9 && number.radix == 10) {
            return NODES.numberNode(Integer.parseInt(number.text));
        }
        BigInteger value = new BigInteger(number.text, number.radix);
        return value.bitLength() < 64 ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }

    private static boolean isSpecial(String text, String word) {
        return text.length() == 4
                && text.charAt(0) == '.'
                && (text.substring(1).equals(word)
                        || (text.substring(1).equalsIgnoreCase(word) && Character.isUpperCase(text.charAt(1))));
    }

    private static boolean isDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return to > from;
    }

    private static boolean isRadix(String text, int radix) {
        for (int i = 2; i < text.length(); i++) {
            if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), radix) < 0) {
                return false;
            }
        }
        return text.length() > 2;
    }

    /** {@code [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?} */
    private static boolean isFloat(String text, int start) {
        int at = skipDigits(text, start);
        boolean whole = at > start;
        if (at < text.length() && text.charAt(at) == '.') {
            int point = at;
            at = skipDigits(text, at + 1);
            if (!whole && at == point + 1) {
                return false;
            }
        } else if (!whole) {
            return false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int exponent = at + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            return isDigits(text, exponent, text.length());
        }
        return at == text.length();
    }

    private static int skipDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
