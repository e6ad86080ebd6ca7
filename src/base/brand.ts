declare const brand: unique symbol;

/** A value that may not be mixed up with others of the same base type. */
export type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** Virtual milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Branded<number, "Instant">;

/** The id of an event in an execution's history, counted from 1; 0 stands for "none". */
export type EventId = Branded<number, "EventId">;

export const instant = (milliseconds: number): Instant => milliseconds as Instant;
export const eventId = (id: number): EventId => id as EventId;

/** The previous event of an execution's first. */
export const NO_EVENT: EventId = eventId(0);

/** The instant `seconds` after `from`. */
export const later = (from: Instant, seconds: number): Instant => instant(from + Math.round(seconds * 1_000));
