// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import dev.flagctl.adapter.metrics.AnswerRow;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * One row of an answer.
 *
 * @param node the row
 * @param shape where its values are
 * @param arm the arm that the answer as a whole is about, or null when each row names its own
 */
record JsonRow(JsonNode node, JsonShape shape, @Nullable String arm) implements AnswerRow {

    @Override
    public boolean has(String column) {
        return shape.columns().containsKey(column) || node.has(column) || (column.equals("arm") && arm != null);
    }

    @Override
    public @Nullable Object value(String column) throws WrongAnswerException {
        JsonPointer pointer = shape.columns().get(column);
        JsonNode value = pointer == null ? node.path(column) : node.at(pointer);
        if (value.isMissingNode()) {
            if (column.equals("arm") && arm != null) {
                return arm;
            }
            Map<String, JsonPointer> named = shape.columns();
            throw new WrongAnswerException("a row has nothing at "
                    + named.getOrDefault(column, JsonPointer.compile("/" + column)) + " for " + column);
        }
        if (value.isNull()) {
            return null;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isString()) {
            return value.stringValue();
        }
        if (value.isNumber()) {
            return value.decimalValue();
        }
        throw new WrongAnswerException(
                column + " is " + (value.isArray() ? "a list" : "an object") + ", not one value");
    }
}
