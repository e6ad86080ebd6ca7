/** ASL "Map State": fields that exclude each other, and the processor's configuration. */

import type { JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import type { Report } from "../diagnostics.ts";
import type { FieldCheck } from "./field-check.ts";
import { object, oneOf, presentOf } from "./field-check.ts";
import { unsupported } from "./supported.ts";

const MODES = ["INLINE", "DISTRIBUTED"];

export const processorConfig: FieldCheck = object(
  {
    fields: {
      Mode: (value, at, report) => {
        if (value === "DISTRIBUTED") unsupported("distributed", at, report);
        else oneOf(...MODES)(value, at, report);
      },
      ExecutionType: oneOf("STANDARD", "EXPRESS"),
    },
  },
  "ProcessorConfig",
);

export function checkMap(state: JsonObject, at: Pointer, report: Report): void {
  const processors = presentOf(state, ["ItemProcessor", "Iterator"], "A Map state", at, report);
  if (processors.length === 0) report.add("MISSING_FIELD", at, 'A Map state must have the field "ItemProcessor".');
  presentOf(state, ["ItemSelector", "Parameters"], "A Map state", at, report);
  presentOf(state, ["MaxConcurrency", "MaxConcurrencyPath"], "A Map state", at, report);
}

/** A distributed Map is refused as one thing: its own fields need not be named one by one. */
export function isDistributed(state: JsonObject): boolean {
  const processor = state["ItemProcessor"];
  const config = isJsonObject(processor) ? processor["ProcessorConfig"] : undefined;
  return isJsonObject(config) && config["Mode"] === "DISTRIBUTED";
}
