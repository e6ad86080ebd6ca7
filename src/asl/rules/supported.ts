/** What this version cannot run though AWS can; applied before running, not when a definition is only validated. */

import type { Pointer } from "../../base/pointer.ts";
import { child, ROOT } from "../../base/pointer.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { Report } from "../diagnostics.ts";
import type { Definition, MapState, State } from "../model.ts";
import { statesOf } from "../walk.ts";

/** A row goes when its feature comes. */
const FEATURES = {
  distributed: "distributed Map",
} as const;

type Feature = keyof typeof FEATURES;

/** A diagnostic for each state of a valid definition that cannot be run yet. */
export function unsupportedFeatures(definition: Definition): readonly Diagnostic[] {
  const report = new Report();
  for (const { state, pointer } of statesOf(definition)) {
    const found = featureOf(state);
    if (found === undefined) continue;
    const [feature, ...steps] = found;
    const at = steps.reduce<Pointer>((place, step) => child(place, step), pointer ?? ROOT);
    report.add("UNSUPPORTED_FEATURE", at, `This version of sfn-testkit does not support ${FEATURES[feature]} yet.`);
  }
  return report.diagnostics();
}

/** The feature that a state needs and is missing, and the field that asks for it. */
function featureOf(state: State): readonly [feature: Feature, ...field: readonly string[]] | undefined {
  return state.Type === "Map" && isDistributed(state) ? ["distributed", "ItemProcessor", "ProcessorConfig", "Mode"] : undefined;
}

const isDistributed = (state: MapState): boolean => (state.ItemProcessor ?? state.Iterator)?.ProcessorConfig?.Mode === "DISTRIBUTED";
