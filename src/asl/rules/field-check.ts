import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child, stepsOf } from "../../base/pointer.ts";
import { abbreviate, didYouMean } from "../../base/text.ts";
import type { Report } from "../diagnostics.ts";
import type { QueryLanguageName } from "../model.ts";

/** Looks at the value of one field. */
export type FieldCheck = (value: Json, at: Pointer, report: Report) => void;

export interface Fields {
  readonly [name: string]: FieldCheck;
}

/** The fields an object may have, and what their values must be. */
export interface Shape {
  readonly required?: readonly string[];
  readonly fields: Fields;
  /** Fields that it would have in the other query language. */
  readonly foreign?: { readonly language: QueryLanguageName; readonly names: readonly string[] };
}

export const anyJson: FieldCheck = () => undefined;

export const text: FieldCheck = (value, at, report) => {
  if (typeof value !== "string") wrongType(value, at, report, "String", "text");
};

export const flag: FieldCheck = (value, at, report) => {
  if (typeof value !== "boolean") wrongType(value, at, report, "Boolean", "true or false");
};

export const number: FieldCheck = (value, at, report) => {
  if (typeof value !== "number") wrongType(value, at, report, "Number", "a number");
};

/** The greatest number of seconds and of attempts that AWS takes. */
export const LARGEST = 99_999_999;

export function wholeNumber(least: number, most: number = LARGEST): FieldCheck {
  return (value, at, report) => {
    if (typeof value !== "number") wrongType(value, at, report, "Integer", "a whole number");
    else if (!Number.isInteger(value)) invalidValue("Expected value of type Integer", `${quoted(at)} is ${value}.`, at, report);
    else checkRange(value, { least, most }, String, at, report);
  };
}

/** A number with decimal places; AWS tells its limits with one. */
export function decimal(least: number, most: number = Number.POSITIVE_INFINITY): FieldCheck {
  return (value, at, report) => {
    if (typeof value !== "number") wrongType(value, at, report, "Number", "a number");
    else checkRange(value, { least, most }, (limit) => limit.toFixed(1), at, report);
  };
}

interface Range {
  readonly least: number;
  readonly most: number;
}

function checkRange(value: number, { least, most }: Range, shownLimit: (limit: number) => string, at: Pointer, report: Report): void {
  const was = `${quoted(at)} is ${value}.`;
  if (value < least) invalidValue(`Minimum value is ${shownLimit(least)}`, was, at, report);
  else if (value > most) invalidValue(`Maximum value is ${shownLimit(most)}`, was, at, report);
}

function invalidValue(message: string, hint: string | undefined, at: Pointer, report: Report): void {
  report.add("INVALID_VALUE", at, message, hint);
}

export function oneOf(...allowed: readonly string[]): FieldCheck {
  return (value, at, report) => {
    if (typeof value !== "string") wrongType(value, at, report, "[STRING]", "text");
    else if (!allowed.includes(value))
      invalidValue(`Value should be one of the following: ${bracketed(allowed)}`, meant(value, allowed), at, report);
  };
}

function meant(value: string, allowed: readonly string[]): string {
  return didYouMean(value, allowed) ?? `It is ${shown(value)}.`;
}

export function nullOr(check: FieldCheck): FieldCheck {
  return (value, at, report) => {
    if (value !== null) check(value, at, report);
  };
}

/** A list with at least one item. */
export function listOf(check: FieldCheck): FieldCheck {
  return (value, at, report) => {
    if (!isJsonArray(value)) return wrongType(value, at, report, "Array", "an array");
    if (value.length === 0) emptyValue(at, report);
    value.forEach((item, index) => {
      check(item, child(at, index), report);
    });
  };
}

export function emptyValue(at: Pointer, report: Report): void {
  invalidValue("Value cannot be empty", `${quoted(at)} has nothing in it.`, at, report);
}

/** A list that may be empty, as Retry and Catch may. */
export function anyListOf(check: FieldCheck): FieldCheck {
  const filled = listOf(check);
  return (value, at, report) => {
    if (!isJsonArray(value) || value.length > 0) filled(value, at, report);
  };
}

export function object(shape: Shape, ...checks: readonly ObjectCheck[]): FieldCheck {
  return (value, at, report) => {
    if (!isJsonObject(value)) return notAnObject(value, at, report);
    checkShape(value, shape, at, report);
    for (const check of checks) check(value, at, report);
  };
}

/** Looks at the fields of an object together. */
export type ObjectCheck = (value: JsonObject, at: Pointer, report: Report) => void;

export function notAnObject(value: Json, at: Pointer, report: Report): void {
  wrongType(value, at, report, "Object", "an object");
}

/** Checks each field that is there, refuses those that should not be, and misses those that should. */
export function checkShape(value: JsonObject, shape: Shape, at: Pointer, report: Report): void {
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(shape.fields, name)) shape.fields[name]?.(value[name] as Json, child(at, name), report);
    else if (shape.foreign?.names.includes(name)) foreignField(name, shape.foreign.language, at, report);
    else unknownField(name, Object.keys(shape.fields), at, report);
  }
  checkRequired(value, shape.required ?? [], at, report);
}

/** Refuses a field that only the other query language has. */
export function foreignField(name: string, language: QueryLanguageName, at: Pointer, report: Report): void {
  const own = language === "JSONata" ? "JSONPath" : "JSONata";
  const message = `The QueryLanguage is set to '${own}', but field '${name}' is only supported for the '${language}' QueryLanguage`;
  report.add("WRONG_QUERY_LANGUAGE", child(at, name), message, undefined, { at });
}

export function unknownField(name: string, known: readonly string[], at: Pointer, report: Report): void {
  report.add("UNKNOWN_FIELD", child(at, name), `Field '${verbatim(name)}' is not supported`, suggestion(name, known), { at });
}

/** AWS tells all that is missing from an object at once. */
export function checkRequired(value: JsonObject, required: readonly string[], at: Pointer, report: Report): void {
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  if (missing.length > 0) report.add("MISSING_FIELD", at, `These fields are required: ${bracketed(missing)}`, misspeltHint(value, missing));
}

/** Case is the usual slip. */
export function misspeltHint(value: JsonObject, missing: readonly string[]): string | undefined {
  const spelt = Object.keys(value).find((key) => missing.some((name) => name !== key && name.toLowerCase() === key.toLowerCase()));
  return spelt === undefined ? undefined : `There is a field "${spelt}", but the names of fields are case-sensitive.`;
}

/** Of fields that exclude each other at most one may be there. */
export function atMostOneOf(...names: readonly string[]): ObjectCheck {
  return (value, at, report) => {
    const present = names.filter((name) => Object.hasOwn(value, name));
    if (present.length < 2) return;
    const message = `There should only be one of the following fields: ${bracketed(names)}`;
    report.add("CONFLICTING_FIELDS", child(at, present[1] as string), message, undefined, { at });
  };
}

/** Of fields that exclude each other one must be there. */
export function exactlyOneOf(...names: readonly string[]): ObjectCheck {
  const atMostOne = atMostOneOf(...names);
  return (value, at, report) => {
    if (names.some((name) => Object.hasOwn(value, name))) return atMostOne(value, at, report);
    const message = `This object should have only one of the following fields: ${bracketed(names)}`;
    report.add("MISSING_FIELD", at, message, misspeltHint(value, names));
  };
}

export function wrongType(value: Json, at: Pointer, report: Report, type: string, expected: string): void {
  const sentence = `${quoted(at)} must be ${expected}, but was ${kindOf(value)}.`;
  const advice = typeHint(value, type);
  report.add("WRONG_TYPE", at, `Expected value of type ${type}`, advice === undefined ? sentence : `${sentence} ${advice}`);
}

function typeHint(value: Json, type: string): string | undefined {
  if (typeof value !== "string") return undefined;
  if (value.includes("${")) return "Fill in the placeholder: only a text can be left open.";
  const isNumber = value.trim() !== "" && Number.isFinite(Number(value));
  return isNumber && (type === "Integer" || type === "Number") ? "Write the number without quotes." : undefined;
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

/** The same as AWS writes it, without quotes and escapes. */
export const verbatim = (text: string): string => abbreviate(text);

/** A list as AWS writes it. */
export const bracketed = (names: readonly string[]): string => `[${names.join(", ")}]`;
