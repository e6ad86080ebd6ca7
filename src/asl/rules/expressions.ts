/** ASL "Paths", "Reference Paths", "Payload Template" and "Timestamps": text that must be readable as an expression. */

import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child, stepsOf } from "../../base/pointer.ts";
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
import { quoted, shown, wrongType } from "./field-check.ts";

export const path: FieldCheck = (value, at, report) => {
  if (typeof value !== "string") return wrongType(value, at, report, "a path");
  const compiled = compiles(
    () => compilePath(value),
    ({ message }) => report.add("INVALID_PATH", at, `${quoted(at)} must be a valid JSONPath: ${message}`, pathHint(value)),
  );
  for (const warning of compiled?.warnings ?? []) report.add("UNDOCUMENTED_PATH", at, warning);
};

export const referencePath: FieldCheck = (value, at, report) => {
  if (typeof value !== "string") return wrongType(value, at, report, "a reference path");
  const hint = value.startsWith("$$") ? "The context object cannot be written." : pathHint(value);
  compiles(
    () => compileReferencePath(value),
    ({ message }) => report.add("INVALID_PATH", at, `${quoted(at)} must be a reference path such as "$.result": ${message}`, hint),
  );
};

/** A path, or an intrinsic call in its place (ErrorPath, CausePath). */
export const pathOrIntrinsic: FieldCheck = (value, at, report) => {
  if (typeof value !== "string") return wrongType(value, at, report, "a path or an intrinsic function call");
  const field = stepsOf(at).at(-1) as string;
  compiles(
    () => compileTemplateField(field, value, (warning) => report.add("UNDOCUMENTED_PATH", at, warning)),
    ({ message }) => report.add("INVALID_PATH", at, message, pathHint(value)),
  );
};

export const template: FieldCheck = (value, at, report) => {
  const below = (place: Pointer): Pointer => `${at}${place}` as Pointer;
  compiles(
    () => compileTemplate(value, (warning, place) => report.add("UNDOCUMENTED_PATH", below(place), warning)),
    (error) => report.add("INVALID_TEMPLATE", below(error.at), error.message),
  );
  checkFieldNames(value, at, report);
};

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
  if (typeof value !== "string") return wrongType(value, at, report, "a timestamp");
  if (RFC3339.test(value) && isDate(value)) return;
  report.add(
    "INVALID_TIMESTAMP",
    at,
    `${quoted(at)} does not match an RFC3339 timestamp: ${shown(value)}.`,
    'Write it as "2025-01-31T12:00:00Z", with "Z" or an offset.',
  );
};

/** Date.parse takes the 31st of February for the 3rd of March. */
function isDate(value: string): boolean {
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(Date.parse(value)) && day.toISOString().startsWith(value.slice(0, 10));
}

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
