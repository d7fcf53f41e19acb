package dev.flagctl.model;

/**
 * One line of an exposure: a share of an audience.
 *
 * @param audience whom the share is of
 * @param percent which share of the audience
 */
public record Slice(Audience audience, Percent percent) {}
