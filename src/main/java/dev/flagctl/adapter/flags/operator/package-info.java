// SPDX-License-Identifier: Apache-2.0
/** FeatureFlag resources of the OpenFeature Operator, as manifests or in a cluster. May import model, diag, port, http and what flag files share. */
@NullMarked
package dev.flagctl.adapter.flags.operator;

import org.jspecify.annotations.NullMarked;
