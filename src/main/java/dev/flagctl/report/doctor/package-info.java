// SPDX-License-Identifier: Apache-2.0
/** Shows what {@code doctor} found out about adapters. May import model, port, run and report. */
@NullMarked
package dev.flagctl.report.doctor;

import org.jspecify.annotations.NullMarked;
