// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import com.networknt.schema.Error;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks the shape of documents against the JSON Schema.
 *
 * <p>Loading the validator costs more than reading a manifest, so nothing touches this class while every document is known to be
 * valid. Safe for several threads.
 */
final class Shape {

    private static final String ID = "https://flagctl.dev/schemas/flagctl.schema.json";

    private final String rules = Schemas.rules();
    private final Map<ManifestKind, Schema> compiled = new EnumMap<>(ManifestKind.class);
    private @Nullable JsonNode bundle;

    /** Adds everything that is wrong with the shape of a document to the findings. */
    void check(ManifestKind kind, JsonNode tree, String file, Findings findings) {
        Schema schema = compiled(kind);
        if (schema.validate(tree, OutputFormat.BOOLEAN)) {
            return;
        }
        List<Error> errors = schema.validate(tree);
        ShapeMessages messages = new ShapeMessages(bundle(), tree, file, findings);
        for (Error error : errors) {
            messages.note(error);
        }
        for (Error error : errors) {
            messages.say(error);
        }
        if (!findings.hasErrors()) {
            throw new IllegalStateException("the schema refused " + file + " without an error: " + errors);
        }
    }

    /** Compiles the schema of a kind now, so that another thread need not wait for it later. */
    void prepare(ManifestKind kind) {
        compiled(kind).initializeValidators();
    }

    /** Returns the schema with its words, which are wanted only once something is wrong. */
    private synchronized JsonNode bundle() {
        if (bundle == null) {
            bundle = JsonMapper.shared().readTree(Schemas.bundle());
        }
        return bundle;
    }

    private synchronized Schema compiled(ManifestKind kind) {
        return compiled.computeIfAbsent(kind, absent -> compile(absent.definition()));
    }

    private Schema compile(String definition) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_7,
                builder -> builder.schemas(Map.of(ID, rules)).nodeReader(new SchemaReader(definition)));
        return registry.getSchema(SchemaLocation.of(ID + "#/definitions/" + definition));
    }
}
