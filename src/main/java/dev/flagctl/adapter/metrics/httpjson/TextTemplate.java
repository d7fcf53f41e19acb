// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** A text with parameters in braces, such as {@code {feature}}: an address (RFC 6570, simple expansion) or a body in JSON. */
final class TextTemplate {

    private static final Pattern PARAMETER = Pattern.compile("\\{([A-Za-z_]\\w*)}");

    private final String written;

    private TextTemplate(String written) {
        this.written = written;
    }

    /**
     * Reads a template.
     *
     * @param known names that may stand in braces
     * @throws IllegalArgumentException when it names another; the message says which
     */
    static TextTemplate parse(String written, Collection<String> known) {
        Matcher matcher = PARAMETER.matcher(written);
        while (matcher.find()) {
            if (!known.contains(matcher.group(1))) {
                throw new IllegalArgumentException("it names {" + matcher.group(1)
                        + "}, which is not known; there are {" + String.join("}, {", known) + "}");
            }
        }
        return new TextTemplate(written);
    }

    boolean names(String parameter) {
        return written.contains("{" + parameter + "}");
    }

    /** Returns an address with its parameters filled in and encoded, so that none of them can become another part of it. */
    String address(Map<String, Object> values) {
        return filled(
                values, text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    /** Returns a body of JSON with its parameters filled in as a part of a string; numbers may stand by themselves. */
    String body(Map<String, Object> values) {
        return filled(values, text -> new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)));
    }

    private String filled(Map<String, Object> values, UnaryOperator<String> encode) {
        Matcher matcher = PARAMETER.matcher(written);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            List<String> items = new ArrayList<>();
            Object value = values.get(matcher.group(1));
            Collection<?> all = value instanceof Collection<?> list ? list : List.of(text(value));
            all.forEach(item -> items.add(encode.apply(String.valueOf(item))));
            matcher.appendReplacement(filled, Matcher.quoteReplacement(String.join(",", items)));
        }
        return matcher.appendTail(filled).toString();
    }

    private static String text(@Nullable Object value) {
        return value instanceof OffsetDateTime time ? time.toInstant().toString() : String.valueOf(value);
    }
}
