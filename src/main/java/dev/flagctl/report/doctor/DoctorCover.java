// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.doctor;

import java.time.Instant;

/**
 * What programs are told beside what was found.
 *
 * @param project name of the project
 * @param time when it was looked
 * @param exitCode exit code that follows
 */
public record DoctorCover(String project, Instant time, int exitCode) {}
