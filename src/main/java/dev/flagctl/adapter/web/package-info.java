// SPDX-License-Identifier: Apache-2.0
/** What the settings of adapters that speak HTTP have in common. */
@NullMarked
package dev.flagctl.adapter.web;

import org.jspecify.annotations.NullMarked;
