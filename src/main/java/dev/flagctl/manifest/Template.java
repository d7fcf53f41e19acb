// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import tools.jackson.databind.JsonNode;

/**
 * A Strategy manifest.
 *
 * @param name its name
 * @param file where it is written
 * @param spec its keys
 */
record Template(String name, String file, JsonNode spec) {}
