/** ASL "Structure of a State Machine": from any JSON value to a definition, with a finding for whatever is not as it must be. */

import type { Json } from "../base/json.ts";
import { isJsonObject } from "../base/json.ts";
import { ROOT } from "../base/pointer.ts";
import type { Report } from "./diagnostics.ts";
import { checkExpress } from "./rules/express.ts";
import { checkShape, notAnObject, oneOf, wholeNumber } from "./rules/field-check.ts";
import { checkLabels } from "./rules/maps.ts";
import { graphFields, graphRequired, queryLanguage } from "./rules/states.ts";
import { checkGraphs } from "./rules/transitions.ts";
import { checkScopes } from "./rules/variables.ts";
import { graphsOf } from "./walk.ts";

/** What kind of machine a definition is meant for; the definition itself does not tell. */
export type MachineType = "STANDARD" | "EXPRESS";

const MACHINE = {
  required: graphRequired,
  fields: { ...graphFields, Version: oneOf("1.0"), QueryLanguage: queryLanguage, TimeoutSeconds: wholeNumber(0) },
};

/** Checks a definition against all rules; the value is a `Definition` when nothing was reported as an error. */
export function decodeDefinition(value: Json, type: MachineType, report: Report): void {
  if (!isJsonObject(value)) return notAnObject(value, ROOT, report);
  const graphs = graphsOf(value);
  checkShape(value, MACHINE, ROOT, report);
  checkExpress(graphs, type, report);
  checkLabels(graphs, report);
  checkScopes(graphs, report);
  checkGraphs(graphs, report);
}
