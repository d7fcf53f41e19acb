// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;

/** The package table of docs/architecture.md: who may import whom. */
final class Levels {

    static final String BASE = "dev.flagctl";

    /** All packages, lowest level first; a package imports itself, the named ones, and nothing else of flagctl. */
    static final List<Level> TABLE = List.of(
            new Level(0, "diag", Set.of()),
            new Level(0, "model", Set.of()),
            new Level(1, "manifest", Set.of("model", "diag")),
            new Level(1, "strategy", Set.of("model")),
            new Level(1, "guardrail", Set.of("model")),
            new Level(1, "port", Set.of("model", "diag")),
            new Level(1, "http", Set.of("diag")),
            new Level(2, "governance", Set.of("model", "diag", "port")),
            new Level(2, "adapter", Set.of("model", "diag", "port", "http")),
            new Level(3, "plan", Set.of("model", "diag", "strategy", "guardrail", "governance")),
            new Level(
                    4,
                    "run",
                    Set.of("model", "diag", "manifest", "strategy", "guardrail", "port", "http", "governance", "plan")),
            new Level(5, "report", Set.of("model", "diag", "guardrail", "port", "plan", "run")),
            new Level(5, "worker", Set.of("model", "diag", "port", "plan", "run")),
            new Level(
                    6,
                    "cli",
                    Set.of(
                            "model",
                            "diag",
                            "manifest",
                            "strategy",
                            "guardrail",
                            "port",
                            "http",
                            "governance",
                            "adapter",
                            "plan",
                            "run",
                            "report",
                            "worker")));

    private Levels() {}

    /** One row: a top-level package and the packages it may import. */
    record Level(int number, String name, Set<String> imports) {

        boolean allows(String imported) {
            return name.equals(imported) || imports.contains(imported);
        }
    }

    static DescribedPredicate<JavaClass> forbiddenTo(Level level) {
        return DescribedPredicate.describe(
                "are in another package of flagctl than " + level.name() + " and " + level.imports(),
                type -> type.getPackageName().startsWith(BASE) && !level.allows(topPackageOf(type)));
    }

    /** Returns the package below {@link #BASE} that a class is in, for example {@code adapter}; empty for none. */
    static String topPackageOf(JavaClass type) {
        String below = type.getPackageName()
                .substring(Math.min(BASE.length() + 1, type.getPackageName().length()));
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }
}
