/** What a path answers that finds nothing; whoever asked decides on the error. */
export const MISSING: unique symbol = Symbol("missing");
/** The type of {@link MISSING}. */
export type Missing = typeof MISSING;
