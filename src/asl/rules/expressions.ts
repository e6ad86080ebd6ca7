/** ASL "Paths", "Reference Paths", "Payload Template" and "Timestamps": text that must be readable as an expression. */

import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child, stepsOf } from "../../base/pointer.ts";
import type { PathExpression } from "../../query/index.ts";
import {
  compilePath,
  compileReferencePath,
  compileTemplate,
  compileTemplateField,
  isIntrinsicCall,
  QuerySyntaxError,
} from "../../query/index.ts";
import type { Report } from "../diagnostics.ts";
import type { FieldCheck } from "./field-check.ts";
import { shown, wrongType } from "./field-check.ts";

/** A path that may find anything. */
export const path: FieldCheck = (value, at, report) => {
  if (typeof value !== "string") return wrongType(value, at, report, "String", "a path");
  const compiled = compiles(
    () => compilePath(value),
    ({ message }) => report.add("INVALID_PATH", at, "Value must be a valid JSONPath.", pathHint(value) ?? message),
  );
  warnOfUndocumented(compiled, at, report);
};

/** A path that can find one value only, of the input, the context object or a variable. */
export const singlePath: FieldCheck = (value, at, report) => {
  checkSinglePath(value, at, report);
};

/** The same, but not of the context object: so it is with the numbers of a Map. */
export const numberPath: FieldCheck = (value, at, report) => {
  const compiled = checkSinglePath(value, at, report);
  if (compiled?.root === "context") notAReference("the Context Object cannot be read here", at, report);
};

function checkSinglePath(value: Json, at: Pointer, report: Report): PathExpression | undefined {
  if (typeof value !== "string") {
    wrongType(value, at, report, "String", "a path");
    return undefined;
  }
  const compiled = compiles(
    () => compilePath(value),
    ({ message }) => notAReference(value.startsWith("$") ? message : UNROOTED, at, report, pathHint(value)),
  );
  if (compiled?.definite === false) notAReference("it may find more than one value", at, report);
  else warnOfUndocumented(compiled, at, report);
  return compiled;
}

const UNROOTED = "Reference path didn't start with '$'";

function notAReference(reason: string, at: Pointer, report: Report, hint?: string): void {
  report.add("INVALID_PATH", at, `Value is not a Reference Path: ${reason}`, hint);
}

function warnOfUndocumented(path: PathExpression | undefined, at: Pointer, report: Report): void {
  for (const warning of path?.warnings ?? []) report.add("UNDOCUMENTED_PATH", at, warning);
}

/** Where a result may be put. */
export const referencePath: FieldCheck = (value, at, report) => {
  if (typeof value !== "string") return wrongType(value, at, report, "String", "a reference path");
  const hint = value.startsWith("$$") ? "The context object cannot be written." : pathHint(value);
  compiles(
    () => compileReferencePath(value),
    ({ message }) => notAReference(value.startsWith("$") ? message : UNROOTED, at, report, hint),
  );
};

/** A path, or an intrinsic call in its place (ErrorPath, CausePath). */
export const pathOrIntrinsic: FieldCheck = (value, at, report) => {
  if (typeof value !== "string") return wrongType(value, at, report, "String", "a path or an intrinsic function call");
  const field = stepsOf(at).at(-1) as string;
  compiles(
    () => compileTemplateField(field, value, (warning) => report.add("UNDOCUMENTED_PATH", at, warning)),
    ({ message }) => {
      const [sentence, reason] = parted(message);
      report.add("INVALID_PATH", at, sentence, pathHint(value) ?? reason);
    },
  );
};

export const template: FieldCheck = (value, at, report) => {
  const below = (place: Pointer): Pointer => `${at}${place}` as Pointer;
  compiles(
    () => compileTemplate(value, (warning, place) => report.add("UNDOCUMENTED_PATH", below(place), warning)),
    (error) => {
      const [sentence, reason] = parted(error.message);
      report.add("INVALID_TEMPLATE", below(error.at), sentence, reason, { at });
    },
  );
  checkFieldNames(value, at, report);
};

/** AWS's sentence, and our reason behind it. */
function parted(message: string): readonly [sentence: string, reason: string | undefined] {
  const end = message.indexOf(": ");
  return end < 0 ? [message, undefined] : [message.slice(0, end), `${message.slice(end + 2)}.`.replace(/\.\.$/, ".")];
}

function checkFieldNames(value: Json, at: Pointer, report: Report): void {
  if (isJsonArray(value)) for (const [index, item] of value.entries()) checkFieldNames(item, child(at, index), report);
  if (!isJsonObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    const place = child(at, name);
    if (Object.hasOwn(value, `${name}.$`))
      report.add("CONFLICTING_FIELDS", place, `"${name}" and "${name}.$" would both become "${name}".`);
    else if (typeof member === "string") warnOfMissingDollar(name, member, place, report);
    else checkFieldNames(member, place, report);
  }
}

/** AWS's warning NO_DOLLAR: a path that will stay text because its field's name does not end in `.$`. */
function warnOfMissingDollar(name: string, value: string, at: Pointer, report: Report): void {
  if (name.endsWith(".$") || !looksLikeExpression(value)) return;
  const message = `"${name}" looks like an expression, but stays the text ${shown(value)}.`;
  report.add("NO_DOLLAR", at, message, `Name the field "${name}.$" to have it evaluated.`);
}

/** AWS's warning PASS_RESULT_IS_STATIC. */
export const staticResult: FieldCheck = (value, at, report) => {
  if (isJsonArray(value) || isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) staticResult(member, child(at, name), report);
  } else if (typeof value === "string" && looksLikeExpression(value)) {
    report.add(
      "PASS_RESULT_IS_STATIC",
      at,
      `"Result" is never evaluated: ${shown(value)} stays text.`,
      'Use "Parameters" with a field whose name ends in ".$".',
    );
  }
};

const looksLikeExpression = (value: string): boolean => /^\$\$?[.[]/.test(value) || isIntrinsicCall(value);

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

export const timestamp: FieldCheck = (value, at, report) => {
  if (typeof value !== "string") return wrongType(value, at, report, "String", "a timestamp");
  if (RFC3339.test(value) && isDate(value)) return;
  report.add(
    "INVALID_TIMESTAMP",
    at,
    "String does not match RFC3339 timestamp",
    `It is ${shown(value)}. Write it as "2025-01-31T12:00:00Z", with "Z" or an offset.`,
  );
};

/** Date.parse takes the 31st of February for the 3rd of March. */
function isDate(value: string): boolean {
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(Date.parse(value)) && day.toISOString().startsWith(value.slice(0, 10));
}

/** Runs a compiler; what it refuses is handed on. */
function compiles<T>(compile: () => T, refuse: (error: QuerySyntaxError) => void): T | undefined {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    refuse(error);
    return undefined;
  }
}

function pathHint(value: string): string | undefined {
  return value.startsWith("$") || isIntrinsicCall(value) ? undefined : 'A path begins with "$".';
}
