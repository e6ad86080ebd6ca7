import { UsageError } from "./errors.ts";
import { printable } from "./printable.ts";
import { shownValue } from "./shown-value.ts";
import { didYouMean } from "./text.ts";

/** What an option must be. */
export interface OptionCheck {
  readonly holds: (value: unknown) => boolean;
  /** Completes "must be …". */
  readonly wanted: string;
  readonly hint?: string;
}

/** A check for each member of an options object. */
export type OptionChecks<Options> = { readonly [K in keyof Required<Options>]: OptionCheck };

/** A closed set of options, by name. */
export interface OptionSet {
  /** `a run`, `mockAws`: what has these options. */
  readonly owner: string;
  /** Comes before an option's name in messages: `limits.`. */
  readonly prefix: string;
  readonly checks: ReadonlyMap<string, OptionCheck>;
  /** What to say of a name that is none, where there is more to say than which one is near. */
  readonly strangers: ReadonlyMap<string, string>;
}

/** Makes a set of options from a table with a row for each. */
export function optionSet<Options>(
  owner: string,
  prefix: string,
  checks: OptionChecks<Options>,
  strangers: { readonly [name: string]: string } = {},
): OptionSet {
  return { owner, prefix, checks: new Map(Object.entries(checks)), strangers: new Map(Object.entries(strangers)) };
}

/** Throws a UsageError for options that are no object, an option that does not exist, and a value that an option cannot have. */
export function checkOptions(given: unknown, set: OptionSet): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw noOptions(given, set);
  for (const name of Object.keys(given)) {
    const check = set.checks.get(name);
    if (check === undefined) throw unknownOption(name, set);
    const value = (given as { readonly [name: string]: unknown })[name];
    if (value !== undefined && !check.holds(value)) throw invalidOption(`${set.prefix}${name}`, value, check);
  }
}

function noOptions(given: unknown, { owner }: OptionSet): UsageError {
  return new UsageError(`The options of ${owner} must be an object, but were ${shownValue(given)}.`, { code: "INVALID_OPTION" });
}

function unknownOption(name: string, { owner, prefix, checks, strangers }: OptionSet): UsageError {
  const hint = strangers.get(name) ?? didYouMean(name, checks.keys()) ?? `There are: ${[...checks.keys()].join(", ")}.`;
  return new UsageError(`\`${prefix}${printable(name)}\` is no option of ${owner}.`, { code: "UNKNOWN_OPTION", hint });
}

/** The error for a value that an option cannot have. */
export function invalidOption(name: string, value: unknown, { wanted, hint }: Omit<OptionCheck, "holds">): UsageError {
  return new UsageError(`\`${name}\` must be ${wanted}, but was ${shownValue(value)}.`, { code: "INVALID_OPTION", hint });
}

/** A text that is not empty. */
export const text: OptionCheck = { holds: (value) => typeof value === "string" && value !== "", wanted: "a text" };

export const wholeNumber: OptionCheck = { holds: (value) => Number.isSafeInteger(value), wanted: "a whole number" };

/** A number from `least` on; Infinity counts as no limit. */
export function atLeast(least: number, wanted: string): OptionCheck {
  return { holds: (value) => typeof value === "number" && value >= least, wanted };
}

export function objectOf(wanted: string, hint?: string): OptionCheck {
  const holds = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
  return { holds, wanted, ...(hint !== undefined && { hint }) };
}

export function oneOf(...values: readonly (string | boolean)[]): OptionCheck {
  const wanted = values.map((value) => JSON.stringify(value)).join(" or ");
  return { holds: (value) => values.includes(value as string | boolean), wanted };
}
