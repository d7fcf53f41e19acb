// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.importing;

import java.util.Locale;
import java.util.Set;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/**
 * Puts texts in quotes that some YAML reader takes for something else.
 *
 * <p>The library quotes what YAML 1.2 would misread. Editors and other tools still read YAML 1.1, where {@code on} is a boolean and
 * {@code 12:30} a number.
 */
final class QuotingRepresenter extends StandardRepresenter {

    private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    QuotingRepresenter(DumpSettings settings) {
        super(settings);
        representers.put(String.class, text -> representScalar(Tag.STR, text.toString(), style(text.toString())));
    }

    private static ScalarStyle style(String text) {
        if (text.indexOf('\n') >= 0) {
            return isBlockSafe(text) ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED;
        }
        return isNumberLike(text) || WORDS.contains(text.toLowerCase(Locale.ROOT))
                ? ScalarStyle.DOUBLE_QUOTED
                : ScalarStyle.PLAIN;
    }

    /** Generous: quotes too many do no harm. Only a version such as 1.2.0, with its two dots, is a number nowhere. */
    private static boolean isNumberLike(String text) {
        if (text.isEmpty() || "0123456789.+-~=".indexOf(text.charAt(0)) < 0) {
            return false;
        }
        boolean isVersion =
                text.indexOf('.') > 0 && text.indexOf('.') != text.lastIndexOf('.') && text.indexOf(':') < 0;
        return !isVersion;
    }

    /** A block keeps neither carriage returns nor blanks at the begin of its first line. */
    private static boolean isBlockSafe(String text) {
        return text.indexOf('\r') < 0 && text.indexOf('\t') < 0 && !text.startsWith(" ") && !text.startsWith("\n");
    }
}
