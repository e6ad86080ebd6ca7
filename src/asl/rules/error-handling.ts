/** ASL "Errors": Retry and Catch. */

import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Report } from "../diagnostics.ts";
import { referencePath } from "./expressions.ts";
import type { FieldCheck } from "./field-check.ts";
import { anyListOf, decimal, listOf, nullOr, object, oneOf, text, wholeNumber } from "./field-check.ts";
import type { Language } from "./language.ts";
import { shapeIn } from "./language.ts";
import { assign } from "./variables.ts";

const MAX_DELAY = 31_622_400;

const retrier = object({
  required: ["ErrorEquals"],
  fields: {
    ErrorEquals: listOf(text),
    IntervalSeconds: wholeNumber(0),
    MaxAttempts: wholeNumber(0),
    BackoffRate: decimal(1),
    MaxDelaySeconds: wholeNumber(1, MAX_DELAY),
    JitterStrategy: oneOf("NONE", "FULL"),
    Comment: text,
  },
});

export const retriers: FieldCheck = handlers(retrier);

export function catchers(language: Language): FieldCheck {
  const shape = shapeIn(language, {
    required: ["ErrorEquals", "Next"],
    fields: { ErrorEquals: listOf(text), Next: text, Assign: assign(language.catcherTemplate), Comment: text },
    JSONPath: { ResultPath: nullOr(referencePath) },
    JSONata: { Output: language.catcherTemplate },
  });
  return handlers(object(shape));
}

function handlers(handler: FieldCheck): FieldCheck {
  const each = anyListOf(handler);
  return (value, at, report) => {
    each(value, at, report);
    if (isJsonArray(value)) checkMatchesAll(value, at, report);
  };
}

const MATCHES_ALL = "States.ALL";

/** "The reserved name States.ALL … MUST appear alone in the ErrorEquals array and MUST appear in the last" handler. */
function checkMatchesAll(handlers: readonly Json[], at: Pointer, report: Report): void {
  handlers.forEach((handler, index) => {
    const names = isJsonObject(handler) ? handler["ErrorEquals"] : undefined;
    if (!isJsonArray(names) || !names.includes(MATCHES_ALL)) return;
    if (names.length === 1 && index === handlers.length - 1) return;
    const hint = names.length > 1 ? "It already stands for the others." : "What comes after it would never be asked.";
    report.add("INVALID_ERROR_EQUALS", child(at, index, "ErrorEquals"), `${MATCHES_ALL} must appear alone and at end of list`, hint);
  });
}
