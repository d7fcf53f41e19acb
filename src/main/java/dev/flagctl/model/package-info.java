// SPDX-License-Identifier: Apache-2.0
/** The domain as records and enums: what a manifest asks for, what a flag serves, where a feature stands. May import nothing of flagctl. */
@NullMarked
package dev.flagctl.model;

import org.jspecify.annotations.NullMarked;
