// SPDX-License-Identifier: Apache-2.0
/** Reads manifests: files to YAML trees with positions, shape by JSON Schema, meaning, records. May import model and diag. */
@NullMarked
package dev.flagctl.manifest;

import org.jspecify.annotations.NullMarked;
