// SPDX-License-Identifier: Apache-2.0
/**
 * The guided tour in virtual time, and the real flagd engine it is measured with. May import every other package.
 *
 * <p>The engine is not on flagctl's class path: it comes with its own Jackson 2, JSON Schema validator and
 * semver4j, which clash with ours. {@link dev.flagctl.cli.demo.FlagdEngine} loads it from {@code lib/demo}
 * through a class loader of its own.
 */
@NullMarked
package dev.flagctl.cli.demo;

import org.jspecify.annotations.NullMarked;
