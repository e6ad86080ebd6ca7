import type { JsonObject } from "../../src/base/json.ts";
import type { Surroundings } from "../../src/query/index.ts";

/** Surroundings with a Context Object, variables, and chance that is no chance. */
export function surroundings(contextObject: JsonObject = {}, variables: JsonObject = {}): Surroundings {
  return {
    contextObject: () => contextObject,
    variable: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
    random: () => 0.5,
    uuid: () => "5b9b5fbd-41fb-4ae8-9e06-9c3dd6d5a1f0",
    now: () => Date.UTC(2025, 0, 1),
  };
}
