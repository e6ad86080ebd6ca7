import type { Json, JsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Report } from "../diagnostics.ts";

/** What this version cannot run, and refuses by name; a row goes when its feature comes. */
const FEATURES = {
  jsonata: "JSONata",
  variables: "variables (Assign)",
  distributed: "distributed Map",
  sync: "waiting for a job (.sync)",
  taskToken: "waiting for a task token (.waitForTaskToken)",
  activities: "activities",
} as const;

export type Feature = keyof typeof FEATURES;

const FIELDS: { readonly [field: string]: Feature } = {
  Assign: "variables",
  Arguments: "jsonata",
  Output: "jsonata",
  Condition: "jsonata",
  Items: "jsonata",
  ItemReader: "distributed",
  ItemBatcher: "distributed",
  ResultWriter: "distributed",
  Label: "distributed",
  ToleratedFailureCount: "distributed",
  ToleratedFailureCountPath: "distributed",
  ToleratedFailurePercentage: "distributed",
  ToleratedFailurePercentagePath: "distributed",
};

const RESOURCES: readonly (readonly [pattern: RegExp, feature: Feature])[] = [
  [/\.sync(?::2)?$/, "sync"],
  [/\.waitForTaskToken$/, "taskToken"],
  [/^arn:[^:]*:states:[^:]*:[^:]*:activity:/, "activities"],
];

export function unsupported(feature: Feature, at: Pointer, report: Report): void {
  report.add("UNSUPPORTED_FEATURE", at, `This version of sfn-testkit does not support ${FEATURES[feature]} yet.`);
}

/**
 * Reports the fields of features to come, save those of a feature `refused` already; answers the object without them,
 * so that they are not unknown on top of it.
 */
export function withoutUnsupportedFields(value: JsonObject, at: Pointer, report: Report, refused?: Feature): JsonObject {
  const known: [string, Json][] = [];
  for (const [name, member] of Object.entries(value)) {
    const feature = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (feature === undefined) known.push([name, member]);
    else if (feature !== refused) unsupported(feature, child(at, name), report);
  }
  return known.length === Object.keys(value).length ? value : Object.fromEntries(known);
}

/** Is the resource of a kind that cannot be run yet? */
export function unsupportedResource(resource: string): Feature | undefined {
  return RESOURCES.find(([pattern]) => pattern.test(resource))?.[1];
}
