// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.math.BigDecimal;

/** Guesses which percent was meant by a number that is none. */
final class PercentHint {

    private PercentHint() {}

    /** Returns the number without its sign, or with one digit less at either end, where that is a percent. */
    static String of(double written) {
        String digits =
                BigDecimal.valueOf(Math.abs(written)).stripTrailingZeros().toPlainString();
        if (written < 0 && written >= -100) {
            return "did you mean " + digits + "?";
        }
        if (written < 1000 && digits.length() == 3) {
            String front = digits.substring(0, 2);
            String back = String.valueOf(Integer.parseInt(digits.substring(1)));
            return "did you mean " + front + (back.equals("0") || back.equals(front) ? "" : " or " + back) + "?";
        }
        return "write a number from 0 to 100";
    }
}
