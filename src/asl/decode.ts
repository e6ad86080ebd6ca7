/** ASL "Structure of a State Machine": from any JSON value to a definition, with a finding for whatever is not as it must be. */

import type { Json } from "../base/json.ts";
import { isJsonObject } from "../base/json.ts";
import { child, ROOT } from "../base/pointer.ts";
import type { Report } from "./diagnostics.ts";
import { checkShape, oneOf, text, wholeNumber, wrongType } from "./rules/field-check.ts";
import { graphFields, graphRequired } from "./rules/states.ts";
import { unsupported } from "./rules/supported.ts";
import { checkGraphs } from "./rules/transitions.ts";
import { graphsOf } from "./walk.ts";

const MACHINE = {
  required: graphRequired,
  fields: { ...graphFields, Version: text, QueryLanguage: oneOf("JSONPath", "JSONata"), TimeoutSeconds: wholeNumber(1) },
};

/** Checks a definition against all rules; the value is a `Definition` when nothing was reported as an error. */
export function decodeDefinition(value: Json, report: Report): void {
  if (!isJsonObject(value)) wrongType(value, ROOT, report, "an object");
  // Every other rule is one of JSONPath's machines.
  else if (value["QueryLanguage"] === "JSONata") unsupported("jsonata", child(ROOT, "QueryLanguage"), report);
  else {
    checkShape(value, MACHINE, "A state machine", ROOT, report);
    checkGraphs(graphsOf(value), report);
  }
}
