package dev.flagctl.model;

/**
 * What the ledger's fold says about a feature in an environment.
 *
 * @param position where it is
 * @param flag what flagctl last wrote or adopted
 * @param specDigest digest of the spec it was decided for
 */
public record Recorded(Position position, FlagState flag, String specDigest) {}
