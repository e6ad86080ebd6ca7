/** ASL "Task State": the resource, credentials and timeouts. */

import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Report } from "../diagnostics.ts";
import { template } from "./expressions.ts";
import type { FieldCheck } from "./field-check.ts";
import { presentOf, shown, wrongType } from "./field-check.ts";
import { unsupported, unsupportedResource } from "./supported.ts";

/** Shortened and elided ARNs pass, and placeholders that nobody has filled in yet. */
export const resource: FieldCheck = (value, at, report) => {
  if (typeof value !== "string") return wrongType(value, at, report, "the ARN of a resource");
  const feature = unsupportedResource(value);
  if (feature !== undefined) return unsupported(feature, at, report);
  if (value.startsWith("arn:") || value.includes("${")) return;
  report.add(
    "INVALID_RESOURCE",
    at,
    `"Resource" must be an ARN, but was ${shown(value)}.`,
    `For example "arn:aws:lambda:us-east-1:123456789012:function:Name", or a placeholder "\${Name}".`,
  );
};

export const credentials: FieldCheck = (value, at, report) => {
  if (!isJsonObject(value)) return wrongType(value, at, report, "an object");
  template(value, at, report);
  if (Object.hasOwn(value, "RoleArn") || Object.hasOwn(value, "RoleArn.$")) return;
  report.add("MISSING_FIELD", at, 'The field "RoleArn" is required in "Credentials" but was missing.');
};

export function checkTask(state: JsonObject, at: Pointer, report: Report): void {
  presentOf(state, ["TimeoutSeconds", "TimeoutSecondsPath"], "A Task state", at, report);
  presentOf(state, ["HeartbeatSeconds", "HeartbeatSecondsPath"], "A Task state", at, report);
  checkHeartbeat(state["TimeoutSeconds"], state["HeartbeatSeconds"], at, report);
}

function checkHeartbeat(timeout: Json | undefined, heartbeat: Json | undefined, at: Pointer, report: Report): void {
  if (typeof timeout !== "number" || typeof heartbeat !== "number" || heartbeat < timeout) return;
  report.add(
    "INVALID_VALUE",
    child(at, "HeartbeatSeconds"),
    `"HeartbeatSeconds" must be smaller than "TimeoutSeconds" (${timeout}), but was ${heartbeat}.`,
  );
}
