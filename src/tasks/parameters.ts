/** What Step Functions does with the parameters of some integrations before it sends them. */

import type { Resource } from "../aws/resource.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { isJsonObject } from "../base/json.ts";
import type { Parameters } from "./integrations.ts";

/** The parameters as they are sent, or why they cannot be; `undefined` for integrations that send what they get. */
export function parametersOf({
  resourceType,
  operation,
  pattern,
}: Extract<Resource, { kind: "service" }>): ((input: Json) => Parameters) | undefined {
  if (resourceType === "ecs" && operation === "runTask" && pattern === "sync") return startedByStepFunctions;
  const fields = FIELDS[`${resourceType}:${operation}`];
  return fields && ((input) => checked(input, fields));
}

/** A task that Step Functions watches says who started it. */
function startedByStepFunctions(input: Json): Parameters {
  return { sent: isJsonObject(input) ? { ...input, StartedBy: input["StartedBy"] ?? "AWS Step Functions" } : input };
}

interface Fields {
  readonly required: readonly string[];
  /** Fields that are lists of text by name. */
  readonly lists: readonly string[];
}

/** Integrations that no SDK client describes. */
const FIELDS: { readonly [operation: string]: Fields } = {
  "apigateway:invoke": { required: ["ApiEndpoint", "Method"], lists: ["Headers", "QueryParameters"] },
  "http:invoke": { required: ["ApiEndpoint", "Method"], lists: [] },
};

function checked(input: Json, { required, lists }: Fields): Parameters {
  const parameters = isJsonObject(input) ? input : {};
  const refusals = [
    ...required.filter((name) => parameters[name] === undefined).map((name) => `The field '${name}' is required but was missing`),
    ...lists.filter((name) => !isListed(parameters, name)).map((name) => `The value of the field '${name}' has an invalid format`),
  ];
  return refusals.length === 0 ? { sent: input } : { refusal: refusals.join(", ") };
}

function isListed(parameters: JsonObject, name: string): boolean {
  const value = parameters[name];
  if (value === undefined) return true;
  return isJsonObject(value) && Object.values(value).every((list) => Array.isArray(list) && list.every((item) => typeof item === "string"));
}
