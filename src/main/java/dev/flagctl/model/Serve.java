// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/**
 * Which variants a rollout moves users between.
 *
 * @param treatment variant of users within the exposure
 * @param control variant of everybody else
 */
public record Serve(String treatment, String control) {}
