// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer as a tree, its numbers exact. */
final class JsonAnswer {

    private static final int MOST_KEYS = 8;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode root;
    private final JsonShape shape;

    private JsonAnswer(JsonNode root, JsonShape shape) {
        this.root = root;
        this.shape = shape;
    }

    static JsonAnswer parse(String body, JsonShape shape) throws WrongAnswerException {
        try {
            return new JsonAnswer(MAPPER.readTree(body), shape);
        } catch (JacksonException e) {
            throw new WrongAnswerException("it is not JSON, or not whole: " + e.getOriginalMessage());
        }
    }

    /**
     * Returns the rows.
     *
     * @param arm the arm that the answer as a whole is about, or null
     * @throws WrongAnswerException when there is no list of them, or a part of them only
     */
    List<JsonRow> rows(@Nullable String arm) throws WrongAnswerException {
        JsonPointer more = shape.more();
        if (more != null && isSaid(root.at(more))) {
            throw new WrongAnswerException("there is something at " + more
                    + ": further pages follow, which are not asked for; ask for all rows at once");
        }
        JsonNode list = shape.rows() == null ? root : root.at(shape.rows());
        if (!list.isArray()) {
            throw new WrongAnswerException((shape.rows() == null ? "the answer is" : "at " + shape.rows() + " is ")
                    + (list.isMissingNode() ? "nothing" : " no list")
                    + (root.isObject() ? "; the answer has " + keys() : "")
                    + "; correct \"rows\"");
        }
        List<JsonRow> rows = new ArrayList<>(list.size());
        list.forEach(row -> rows.add(new JsonRow(row, shape, arm)));
        return rows;
    }

    /** Returns the answer as one row. */
    JsonRow row() {
        return new JsonRow(root, shape, null);
    }

    /** Tells whether the answer says that a part is missing. */
    boolean partial() throws WrongAnswerException {
        JsonPointer partial = shape.partial();
        if (partial == null) {
            return false;
        }
        JsonNode said = root.at(partial);
        if (!said.isBoolean()) {
            throw new WrongAnswerException("at " + partial + " is neither true nor false; correct \"partial\"");
        }
        return said.booleanValue();
    }

    private static boolean isSaid(JsonNode node) {
        return !node.isMissingNode()
                && !node.isNull()
                && !(node.isBoolean() && !node.booleanValue())
                && !(node.isString() && node.stringValue().isEmpty());
    }

    private String keys() {
        List<String> names = new ArrayList<>(root.propertyNames());
        return names.size() <= MOST_KEYS
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_KEYS)) + ", …";
    }
}
