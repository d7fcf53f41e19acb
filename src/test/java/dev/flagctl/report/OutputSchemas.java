// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The schemas of what flagctl writes. */
public final class OutputSchemas {

    private OutputSchemas() {}

    /** Returns the name of every schema. */
    public static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("schemas/output"))) {
            return files.map(file -> file.getFileName().toString().replace(".schema.json", ""))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the schema of a kind of output, such as {@code plan}. */
    public static Schema of(String name) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(text(name), InputFormat.JSON);
    }

    public static String text(String name) throws IOException {
        return Files.readString(Path.of("schemas/output/" + name + ".schema.json"));
    }
}
