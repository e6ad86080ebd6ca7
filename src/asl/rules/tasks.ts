/** ASL "Task State": the resource, credentials and timeouts. */

import type { Json } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Report } from "../diagnostics.ts";
import type { FieldCheck, ObjectCheck } from "./field-check.ts";
import { notAnObject, shown, verbatim, wrongType } from "./field-check.ts";
import { integrationOf, isActivity, notOffered } from "./integrations.ts";

/** Shortened and elided ARNs pass, and placeholders that nobody has filled in yet. */
export const resource: FieldCheck = (value, at, report) => {
  if (typeof value !== "string") return wrongType(value, at, report, "String", "the ARN of a resource");
  if (value.includes("${")) return;
  const integration = integrationOf(value);
  const reason = integration && notOffered(integration);
  if (!value.startsWith("arn:")) notAnArn(value, at, report);
  else if (FUNCTION.test(value) && !GOOD_FUNCTION.test(value))
    report.add(
      "INVALID_RESOURCE",
      at,
      NOT_VALID,
      "A function's version or alias has letters, digits, dashes and underscores, or is $LATEST.",
    );
  else if (reason !== undefined) {
    const message = `The resource provided ${verbatim(value)} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`;
    report.add("INVALID_RESOURCE", at, message, reason);
  }
};

const NOT_VALID = "Value is not a valid resource ARN";
const FUNCTION = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:/;
const GOOD_FUNCTION = /:function:[^:]+(?::[\w$-]+)?$/;

function notAnArn(value: string, at: Pointer, report: Report): void {
  const example = `For example "arn:aws:lambda:us-east-1:123456789012:function:Name", or a placeholder "\${Name}".`;
  report.add("INVALID_RESOURCE", at, NOT_VALID, `It is ${shown(value)}. ${example}`);
}

export function credentials(template: FieldCheck): FieldCheck {
  return (value, at, report) => {
    if (!isJsonObject(value)) return notAnObject(value, at, report);
    template(value, at, report);
    if (Object.hasOwn(value, "RoleArn") || Object.hasOwn(value, "RoleArn.$")) return;
    report.add("MISSING_FIELD", at, "The field 'RoleArn' is required but was missing");
  };
}

/** An activity's worker has a role of its own. */
export const checkCredentials: ObjectCheck = (state, at, report) => {
  const { Resource: resource } = state;
  if (typeof resource !== "string" || !isActivity(resource) || !Object.hasOwn(state, "Credentials")) return;
  report.add("CONFLICTING_FIELDS", child(at, "Credentials"), "The field 'Credentials' is not supported for activities");
};

export const checkHeartbeat: ObjectCheck = (state, at, report) => {
  const timeout: Json | undefined = state["TimeoutSeconds"];
  const heartbeat: Json | undefined = state["HeartbeatSeconds"];
  if (typeof timeout !== "number" || typeof heartbeat !== "number" || heartbeat < timeout) return;
  report.add(
    "INVALID_VALUE",
    child(at, "HeartbeatSeconds"),
    `"HeartbeatSeconds" must be smaller than "TimeoutSeconds" (${timeout}), but was ${heartbeat}.`,
  );
};
