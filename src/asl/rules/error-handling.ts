/** ASL "Errors": Retry and Catch. */

import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Report } from "../diagnostics.ts";
import { referencePath } from "./expressions.ts";
import type { FieldCheck, Shape } from "./field-check.ts";
import { anyListOf, checkShape, listOf, nullOr, numberFrom, oneOf, text, wholeNumber, wrongType } from "./field-check.ts";
import { withoutUnsupportedFields } from "./supported.ts";

const RETRIER: Shape = {
  required: ["ErrorEquals"],
  fields: {
    ErrorEquals: listOf(text),
    IntervalSeconds: wholeNumber(1),
    MaxAttempts: wholeNumber(0),
    BackoffRate: numberFrom(1),
    MaxDelaySeconds: wholeNumber(1),
    JitterStrategy: oneOf("FULL", "NONE"),
    Comment: text,
  },
};

const CATCHER: Shape = {
  required: ["ErrorEquals", "Next"],
  fields: { ErrorEquals: listOf(text), Next: text, ResultPath: nullOr(referencePath), Comment: text },
};

const MATCHES_ALL = "States.ALL";

export const retriers: FieldCheck = handlers(RETRIER, "A retrier", checkDelays);
export const catchers: FieldCheck = handlers(CATCHER, "A catcher", () => undefined);

function handlers(shape: Shape, what: string, checkMore: (handler: JsonObject, at: Pointer, report: Report) => void): FieldCheck {
  const each = anyListOf((value, at, report) => {
    if (!isJsonObject(value)) return wrongType(value, at, report, "an object");
    checkShape(withoutUnsupportedFields(value, at, report), shape, what, at, report);
    checkMore(value, at, report);
  });
  return (value, at, report) => {
    each(value, at, report);
    if (isJsonArray(value)) checkMatchesAll(value, what, at, report);
  };
}

/** "The reserved name States.ALL … MUST appear alone in the ErrorEquals array and MUST appear in the last" handler. */
function checkMatchesAll(handlers: readonly Json[], what: string, at: Pointer, report: Report): void {
  handlers.forEach((handler, index) => {
    const names = isJsonObject(handler) ? handler["ErrorEquals"] : undefined;
    if (!isJsonArray(names) || !names.includes(MATCHES_ALL)) return;
    const place = child(at, index, "ErrorEquals");
    if (names.length > 1) report.add("INVALID_ERROR_EQUALS", place, `"${MATCHES_ALL}" must stand alone in "ErrorEquals".`);
    if (index < handlers.length - 1)
      report.add("INVALID_ERROR_EQUALS", place, `${what} for "${MATCHES_ALL}" must be the last.`, "Those after it would never be asked.");
  });
}

function checkDelays(retrier: JsonObject, at: Pointer, report: Report): void {
  const interval = retrier["IntervalSeconds"] ?? 1;
  const most = retrier["MaxDelaySeconds"];
  if (typeof interval !== "number" || typeof most !== "number" || most > interval) return;
  report.add(
    "INVALID_VALUE",
    child(at, "MaxDelaySeconds"),
    `"MaxDelaySeconds" must be greater than "IntervalSeconds" (${interval}), but was ${most}.`,
  );
}
