import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child, stepsOf } from "../../base/pointer.ts";
import { abbreviate, didYouMean } from "../../base/text.ts";
import type { Report } from "../diagnostics.ts";

/** Looks at the value of one field. */
export type FieldCheck = (value: Json, at: Pointer, report: Report) => void;

/** The fields an object may have, and what their values must be. */
export interface Shape {
  readonly required?: readonly string[];
  readonly fields: { readonly [name: string]: FieldCheck };
}

const LARGEST = 99_999_999;

export const anyJson: FieldCheck = () => undefined;

export const text: FieldCheck = (value, at, report) => {
  if (typeof value !== "string") wrongType(value, at, report, "text");
};

export const flag: FieldCheck = (value, at, report) => {
  if (typeof value !== "boolean") wrongType(value, at, report, "true or false");
};

export const number: FieldCheck = (value, at, report) => {
  if (typeof value !== "number") wrongType(value, at, report, "a number");
};

/** A whole number of at least `least`; AWS's greatest is 99,999,999. */
export function wholeNumber(least: number): FieldCheck {
  return (value, at, report) => {
    if (typeof value !== "number") return wrongType(value, at, report, "a whole number");
    if (Number.isInteger(value) && value >= least && value <= LARGEST) return;
    report.add("INVALID_VALUE", at, `${quoted(at)} must be a whole number from ${least} to ${LARGEST}, but was ${value}.`);
  };
}

export function numberFrom(least: number): FieldCheck {
  return (value, at, report) => {
    if (typeof value !== "number") return wrongType(value, at, report, "a number");
    if (value < least) report.add("INVALID_VALUE", at, `${quoted(at)} must be ${least} or more, but was ${value}.`);
  };
}

export function oneOf(...allowed: readonly string[]): FieldCheck {
  return (value, at, report) => {
    if (typeof value !== "string") return wrongType(value, at, report, "text");
    if (allowed.includes(value)) return;
    report.add(
      "INVALID_VALUE",
      at,
      `${quoted(at)} must be one of ${list(allowed)}, but was ${JSON.stringify(value)}.`,
      didYouMean(value, allowed),
    );
  };
}

export function nullOr(check: FieldCheck): FieldCheck {
  return (value, at, report) => {
    if (value !== null) check(value, at, report);
  };
}

/** A list with at least one item. */
export function listOf(check: FieldCheck): FieldCheck {
  return (value, at, report) => {
    if (!isJsonArray(value)) return wrongType(value, at, report, "an array");
    if (value.length === 0) report.add("INVALID_VALUE", at, `${quoted(at)} must not be empty.`);
    value.forEach((item, index) => {
      check(item, child(at, index), report);
    });
  };
}

/** A list that may be empty, as Retry and Catch may. */
export function anyListOf(check: FieldCheck): FieldCheck {
  const filled = listOf(check);
  return (value, at, report) => {
    if (!isJsonArray(value) || value.length > 0) filled(value, at, report);
  };
}

export function object(shape: Shape, what: string): FieldCheck {
  return (value, at, report) => {
    if (isJsonObject(value)) checkShape(value, shape, what, at, report);
    else wrongType(value, at, report, "an object");
  };
}

/** Checks each field that is there, warns of those that should not be, and misses those that should. */
export function checkShape(value: JsonObject, shape: Shape, what: string, at: Pointer, report: Report): void {
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(shape.fields, name)) shape.fields[name]?.(value[name] as Json, child(at, name), report);
    else unknownField(name, Object.keys(shape.fields), what, at, report);
  }
  for (const name of shape.required ?? []) if (!Object.hasOwn(value, name)) missingField(name, value, what, at, report);
}

export function unknownField(name: string, known: readonly string[], what: string, at: Pointer, report: Report): void {
  report.add("UNKNOWN_FIELD", child(at, name), `${what} has no field ${shown(name)}.`, suggestion(name, known));
}

export function missingField(name: string, value: JsonObject, what: string, at: Pointer, report: Report): void {
  const spelt = Object.keys(value).find((key) => key.toLowerCase() === name.toLowerCase());
  const hint = spelt === undefined ? undefined : `There is a field "${spelt}", but the names of fields are case-sensitive.`;
  report.add("MISSING_FIELD", at, `${what} must have the field "${name}".`, hint);
}

/** Of fields that exclude each other, those that are there; more than one is an error. */
export function presentOf(value: JsonObject, names: readonly string[], what: string, at: Pointer, report: Report): readonly string[] {
  const present = names.filter((name) => Object.hasOwn(value, name));
  if (present.length > 1)
    report.add("CONFLICTING_FIELDS", child(at, present[1] as string), `${what} may have only one of ${list(present)}.`);
  return present;
}

export function wrongType(value: Json, at: Pointer, report: Report, expected: string): void {
  report.add("WRONG_TYPE", at, `${quoted(at)} must be ${expected}, but was ${kindOf(value)}.`, typeHint(value, expected));
}

function typeHint(value: Json, expected: string): string | undefined {
  if (typeof value !== "string") return undefined;
  if (value.includes("${")) return "Fill in the placeholder: only a text can be left open.";
  const isNumber = value.trim() !== "" && Number.isFinite(Number(value));
  return isNumber && expected.endsWith("number") ? "Write the number without quotes." : undefined;
}

export function kindOf(value: Json): string {
  if (value === null) return "null";
  if (isJsonArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "text" : typeof value === "number" ? "a number" : String(value);
}

const WORD = 100;

/** Did-you-mean, looked for only when it will be shown, and only for what a person may have typed. */
export function suggestion(word: string, candidates: readonly string[]): () => string | undefined {
  return () =>
    word.length > WORD
      ? undefined
      : didYouMean(
          word,
          candidates.filter((candidate) => candidate.length <= WORD),
        );
}

/** The name of the field at a place; for an item of a list with its list, `ErrorEquals[0]`. */
export function quoted(at: Pointer): string {
  const steps = stepsOf(at);
  const last = steps.at(-1);
  if (last === undefined) return "A definition";
  const isIndex = /^\d+$/.test(last) && steps.length > 1 && steps.at(-2) !== "States";
  return isIndex ? shown(`${steps.at(-2)}[${last}]`) : shown(last);
}

/** Text of the definition in a message: quoted, and not too long. */
export const shown = (text: string): string => JSON.stringify(abbreviate(text, 90));

export function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
