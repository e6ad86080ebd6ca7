/** The values worth trying in a place: those that its tests tell apart. */
import type { Json } from "../../base/json.ts";
import { isJsonArray, jsonEquals } from "../../base/json.ts";
import type { Missing } from "../../query/index.ts";
import { MISSING } from "../../query/index.ts";
import type { Condition, Test } from "./condition.ts";
import { opaqueIn, placesOf, testsIn } from "./condition.ts";
import type { Kind } from "./kinds.ts";
import { KINDS } from "./kinds.ts";
import type { Place, Step, Term } from "./term.ts";
import { constant, keyOf } from "./term.ts";

/** What is tried, the likeliest first; `isComplete`: what none of them can do, no value can. */
export interface Candidates {
  readonly place: Place;
  readonly values: readonly (Json | Missing)[];
  readonly isComplete: boolean;
}

type Opaque = Extract<Condition, { kind: "opaque" }>;

/** What is asked of a place. */
interface Asked {
  readonly place: Place;
  readonly tests: Test[];
  readonly opaque: Opaque[];
}

/** The candidates for all places that conditions speak of, outer places before inner ones. */
export function candidatesIn(conditions: readonly Condition[]): readonly Candidates[] {
  const asked = new Map<string, Asked>();
  for (const place of conditions.flatMap(placesOf)) if (!asked.has(keyOf(place))) asked.set(keyOf(place), { place, tests: [], opaque: [] });
  const of = (term: Term): Asked | undefined => (term.kind === "place" ? asked.get(keyOf(term)) : undefined);
  for (const test of conditions.flatMap(testsIn)) for (const entry of new Set([of(test.left), of(test.right)])) entry?.tests.push(test);
  for (const condition of conditions.flatMap(opaqueIn)) for (const entry of new Set(condition.terms.map(of))) entry?.opaque.push(condition);
  return [...asked.values()].sort((left, right) => left.place.steps.length - right.place.steps.length).map(candidatesFor);
}

function candidatesFor({ place, tests, opaque }: Asked): Candidates {
  const key = keyOf(place);
  const isHere = (term: Term): boolean => term.kind === "place" && keyOf(term) === key;
  const operands = tests.map((test) => ({ test, other: isHere(test.left) ? test.right : test.left }));
  const values = [
    ...operands.flatMap(({ test, other }) => valuesOf(test, other)),
    ...opaque.flatMap((condition) => condition.values.flatMap(around)),
    ...between(operands.map(({ other }) => other)),
    plainest(place.steps),
    ...operands.flatMap(({ other }) => besides(other)),
    ...opaque.flatMap((condition) => condition.values.flatMap((value) => besides(constant(value)))),
    ...OTHERS,
  ];
  const isComplete =
    opaque.length === 0 && operands.every(({ test, other }) => other.kind === "constant" && isTellable(test)) && !mixesTimes(tests);
  return { place, values: distinct(values), isComplete };
}

/** A value of each kind, whatever the tests ask. */
const OTHERS: readonly (Json | Missing)[] = ["text", 1, true, false, null, {}, [], "2025-01-01T00:01:00Z", "", MISSING];

/** A member is filled with its own name, anything else with an object. */
function plainest(steps: readonly Step[]): Json {
  const last = steps.at(-1);
  return typeof last === "string" ? last : {};
}

/** Texts that come right before and after a text. */
function besides(term: Term): readonly string[] {
  return term.kind === "constant" && typeof term.value === "string" ? [`${term.value}-`, term.value.slice(0, -1)] : [];
}

function valuesOf({ operator, right }: Test, other: Term): readonly (Json | Missing)[] {
  if (operator === "IsPresent") return [];
  if (operator === "items" && right.kind === "constant") return [Array.from({ length: right.value as number }, () => ({}))];
  if (operator === "anything" || operator === "text") return [];
  if (Object.hasOwn(KINDS, operator)) return [KINDS[operator as Kind].sample];
  if (operator === "StringMatches" && other.kind === "constant") return matching(String(other.value));
  if (operator === "in" && other.kind === "constant" && isJsonArray(other.value)) return other.value.flatMap(around);
  if (operator === "in" && other.kind === "array")
    return other.items.flatMap((item) => (item.kind === "constant" ? around(item.value) : []));
  if (other.kind === "constant") return around(other.value);
  return operator.startsWith("String")
    ? ["b", "a", "c"]
    : operator.startsWith("Timestamp")
      ? around("2025-01-01T00:01:00Z")
      : [2, 1, 3, "b", "a", "c"];
}

/** Texts that a pattern matches, and one it does not. */
function matching(pattern: string): readonly string[] {
  const filled = (filler: string): string => pattern.replaceAll(/\\([\\*])|\*/g, (_all, escaped?: string) => escaped ?? filler);
  return [filled("x"), filled(""), `no ${filled("x")}`];
}

/** A value, and its neighbours on both sides. */
function around(value: Json): readonly Json[] {
  if (typeof value === "number") return [value, value - 1, value + 1, value - 0.5, value + 0.5];
  if (typeof value === "boolean") return [value, !value];
  if (typeof value !== "string") return [value];
  const time = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(time)) return [value, iso(time - 1000), iso(time + 1000)];
  return [value];
}

/** What lies between two numbers that are next to each other. */
function between(operands: readonly Term[]): readonly number[] {
  const numbers = operands.flatMap((term) => (term.kind === "constant" && typeof term.value === "number" ? [term.value] : []));
  const sorted = numbers.sort((left, right) => left - right);
  return sorted.slice(1).map((number, index) => (number + (sorted[index] as number)) / 2);
}

const iso = (time: number): string => new Date(time).toISOString();

function distinct(values: readonly (Json | Missing)[]): readonly (Json | Missing)[] {
  const found: (Json | Missing)[] = [];
  for (const value of values) if (!found.some((other) => sameValue(other, value))) found.push(value);
  return found;
}

const sameValue = (left: Json | Missing, right: Json | Missing): boolean =>
  left === MISSING || right === MISSING ? left === right : jsonEquals(left, right);

/** Equality, types and presence: all that these can tell apart is among the candidates. */
const TELLABLE: ReadonlySet<string> = new Set([
  "StringEquals",
  "BooleanEquals",
  "NumericEquals",
  "IsPresent",
  "IsNull",
  "IsNumeric",
  "IsString",
  "IsBoolean",
  "=",
]);

/** Orders of numbers can be told too: below, at and above each number, and between two of them while no other comes between. */
const isTellable = ({ operator }: Test): boolean => TELLABLE.has(operator) || NUMERIC.test(operator);

const NUMERIC = /^Numeric(?:Less|Greater)Than(?:Equals)?$/;

const mixesTimes = (tests: readonly Test[]): boolean => tests.some(({ operator }) => operator.includes("Timestamp"));
