/** What must hold of the data for a machine to take some path. */
import type { Json } from "../../base/json.ts";
import type { Missing } from "../../query/index.ts";
import type { Place, Reader, Term } from "./term.ts";
import { OPEN, placesIn, valueOfTerm } from "./term.ts";

/** `"fails"`: asking ends in an error; `undefined`: not known. */
export type Verdict = boolean | "fails" | undefined;

/** A relation of two values. */
export interface Test {
  readonly kind: "test";
  /** An operator of a choice rule, or one of the kinds of values in {@link KINDS}. */
  readonly operator: string;
  readonly left: Term;
  readonly right: Term;
  readonly holds: (left: Json | Missing, right: Json | Missing) => Verdict;
}

export type Condition =
  | Test
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  /** Not understood; `terms` and `values` are what it speaks of. */
  | { readonly kind: "opaque"; readonly terms: readonly Term[]; readonly values: readonly Json[]; readonly why: string };

/** Does the condition hold, as far as the places in it have been chosen? Parts are asked in order, and only as long as they matter. */
export function verdictOf(condition: Condition, read: Reader): Verdict {
  switch (condition.kind) {
    case "test":
      return verdictOfTest(condition, read);
    case "not": {
      const verdict = verdictOf(condition.part, read);
      return typeof verdict === "boolean" ? !verdict : verdict;
    }
    case "opaque":
      return undefined;
    default:
      return verdictOfParts(condition.parts, condition.kind === "or", read);
  }
}

function verdictOfTest({ left, right, holds }: Test, read: Reader): Verdict {
  const first = valueOfTerm(left, read);
  const second = valueOfTerm(right, read);
  return first === OPEN || second === OPEN ? undefined : holds(first, second);
}

/** `decisive`: the verdict of a part that decides the whole. */
function verdictOfParts(parts: readonly Condition[], decisive: boolean, read: Reader): Verdict {
  for (const part of parts) {
    const verdict = verdictOf(part, read);
    if (verdict !== !decisive) return verdict;
  }
  return !decisive;
}

/** All tests in conditions. */
export function testsIn(condition: Condition): readonly Test[] {
  if (condition.kind === "test") return [condition];
  if (condition.kind === "opaque") return [];
  return (condition.kind === "not" ? [condition.part] : condition.parts).flatMap(testsIn);
}

/** What is not understood in a condition. */
export function opaqueIn(condition: Condition): readonly Extract<Condition, { kind: "opaque" }>[] {
  if (condition.kind === "opaque") return [condition];
  if (condition.kind === "test") return [];
  return (condition.kind === "not" ? [condition.part] : condition.parts).flatMap(opaqueIn);
}

/** All places that a condition speaks of. */
export function placesOf(condition: Condition): readonly Place[] {
  const tested = testsIn(condition).flatMap(({ left, right }) => [left, right]);
  return [...tested, ...opaqueIn(condition).flatMap(({ terms }) => terms)].flatMap(placesIn);
}
