/** What is known, before a machine runs, of a value in it: where it will come from, or what it will be. */
import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject, setMember } from "../../base/json.ts";
import type { Missing } from "../../query/index.ts";
import { MISSING } from "../../query/index.ts";

export type Step = string | number;

/** A place in a document that a test may choose: the input, or what a mock answers. */
export interface Place {
  readonly kind: "place";
  readonly document: string;
  readonly steps: readonly Step[];
}

export type Term =
  | Place
  | { readonly kind: "constant"; readonly value: Json }
  /** `members` stand over those of `base`. */
  | { readonly kind: "object"; readonly base: Term | undefined; readonly members: ReadonlyMap<string, Term> }
  | { readonly kind: "array"; readonly items: readonly Term[] }
  | { readonly kind: "missing" }
  | { readonly kind: "unknown"; readonly why: string };

/** The value is not known yet, or never will be before the run. */
export const OPEN: unique symbol = Symbol("open");
export type Value = Json | Missing | typeof OPEN;

export const constant = (value: Json): Term => ({ kind: "constant", value });
export const unknown = (why: string): Term => ({ kind: "unknown", why });
export const place = (document: string, steps: readonly Step[] = []): Term => ({ kind: "place", document, steps });
export const objectOf = (members: Iterable<readonly [string, Term]>, base?: Term): Term => ({
  kind: "object",
  base,
  members: new Map(members),
});
const missing: Term = { kind: "missing" };

const keys = new WeakMap<Place, string>();

/** Equal for equal places. */
export function keyOf(place: Place): string {
  const known = keys.get(place);
  if (known !== undefined) return known;
  const key = JSON.stringify([place.document, ...place.steps]);
  keys.set(place, key);
  return key;
}

/** Does a place lie in another one, or is it the same? */
export const isWithin = (inner: Place, outer: Place): boolean =>
  inner.document === outer.document && outer.steps.every((step, index) => inner.steps[index] === step);

/** What stands one step further in. */
export function memberOf(term: Term, step: Step): Term {
  switch (term.kind) {
    case "place":
      return { ...term, steps: [...term.steps, step] };
    case "constant":
      return memberOfConstant(term.value, step);
    case "object":
      if (typeof step === "number") return missing;
      return term.members.get(step) ?? (term.base === undefined ? missing : memberOf(term.base, step));
    case "array":
      return (typeof step === "number" ? term.items[step] : undefined) ?? missing;
    default:
      return term;
  }
}

function memberOfConstant(value: Json, step: Step): Term {
  const found = valueAt(value, [step]);
  return found === MISSING ? missing : constant(found);
}

/** What stands at the end of some steps. */
export const at = (term: Term, steps: readonly Step[]): Term => steps.reduce(memberOf, term);

/** ASL "ResultPath": `value` in a place of `term`. */
export function insertAt(term: Term, steps: readonly Step[], value: Term): Term {
  const [first, ...rest] = steps;
  if (first === undefined) return value;
  if (typeof first === "number") return unknown("A ResultPath leads into an array");
  const holder = term.kind === "missing" ? objectOf([]) : term;
  return objectOf([[first, insertAt(memberOf(holder, first), rest, value)]], holder);
}

/** What a document has at the end of some steps. */
export function valueAt(document: Json | Missing, steps: readonly Step[]): Json | Missing {
  let value = document;
  for (const step of steps) {
    if (value === MISSING) return MISSING;
    if (isJsonArray(value)) value = (typeof step === "number" ? value[step] : undefined) ?? MISSING;
    else value = isJsonObject(value) && Object.hasOwn(value, step) ? (value[step] as Json) : MISSING;
  }
  return value;
}

/** What a place holds, when it has been chosen. */
export type Reader = (place: Place) => Value;

/** The value of a term, as far as the places in it have been chosen. */
export function valueOfTerm(term: Term, read: Reader): Value {
  switch (term.kind) {
    case "place":
      return read(term);
    case "constant":
      return term.value;
    case "object":
      return objectValue(term.base, term.members, read);
    case "array":
      return arrayValue(term.items, read);
    case "missing":
      return MISSING;
    case "unknown":
      return OPEN;
  }
}

function objectValue(base: Term | undefined, members: ReadonlyMap<string, Term>, read: Reader): Value {
  const below = base === undefined ? {} : valueOfTerm(base, read);
  if (below === OPEN) return OPEN;
  const result: { [name: string]: Json } = {};
  if (below !== MISSING && isJsonObject(below)) for (const [name, value] of Object.entries(below)) setMember(result, name, value);
  for (const [name, term] of members) {
    const value = valueOfTerm(term, read);
    if (value === OPEN) return OPEN;
    if (value !== MISSING) setMember(result, name, value);
  }
  return result;
}

function arrayValue(items: readonly Term[], read: Reader): Value {
  const values: Json[] = [];
  for (const item of items) {
    const value = valueOfTerm(item, read);
    if (value === OPEN) return OPEN;
    if (value !== MISSING) values.push(value);
  }
  return values;
}

/** All places in a term. */
export function placesIn(term: Term): readonly Place[] {
  if (term.kind === "place") return [term];
  if (term.kind === "array") return term.items.flatMap(placesIn);
  if (term.kind !== "object") return [];
  return [...(term.base === undefined ? [] : placesIn(term.base)), ...[...term.members.values()].flatMap(placesIn)];
}
