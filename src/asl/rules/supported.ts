/** What this version cannot run though AWS can; applied before running, not when a definition is only validated. */

import type { Pointer } from "../../base/pointer.ts";
import { child, ROOT } from "../../base/pointer.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { Report } from "../diagnostics.ts";
import type { Definition, MapState, ReaderConfig } from "../model.ts";
import { statesOf } from "../walk.ts";

interface Feature {
  readonly name: string;
  /** The field that asks for it. */
  readonly field: readonly string[];
  readonly isNeeded: (state: MapState) => boolean;
}

/** A row goes when its feature comes. */
const FEATURES: readonly Feature[] = [
  reading("Parquet files", "InputType", ({ InputType }) => InputType === "PARQUET"),
  reading("versions of listed objects", "IncludeVersions", ({ IncludeVersions }) => IncludeVersions === true),
  reading("the contents of the objects in an S3 inventory", "Transformation", (config) => isInventory(config) && isFlattened(config)),
];

function reading(name: string, field: keyof ReaderConfig, needs: (config: ReaderConfig) => boolean): Feature {
  const isNeeded = (state: MapState): boolean => isDistributed(state) && needs(state.ItemReader?.ReaderConfig ?? {});
  return { name, field: ["ItemReader", "ReaderConfig", field], isNeeded };
}

/** A diagnostic for each feature that a state of a valid definition needs and cannot have yet. */
export function unsupportedFeatures(definition: Definition): readonly Diagnostic[] {
  const report = new Report();
  for (const { state, pointer } of statesOf(definition)) {
    const needed = state.Type === "Map" ? FEATURES.find(({ isNeeded }) => isNeeded(state)) : undefined;
    if (needed === undefined) continue;
    const at = needed.field.reduce<Pointer>((place, step) => child(place, step), pointer ?? ROOT);
    report.add("UNSUPPORTED_FEATURE", at, `This version of sfn-testkit does not support ${needed.name} yet.`);
  }
  return report.diagnostics();
}

function isDistributed(state: MapState): boolean {
  return (state.ItemProcessor ?? state.Iterator)?.ProcessorConfig?.Mode === "DISTRIBUTED";
}

function isInventory({ InputType, ManifestType }: ReaderConfig): boolean {
  return ManifestType === "S3_INVENTORY" || (InputType === "MANIFEST" && ManifestType === undefined);
}

function isFlattened({ Transformation }: ReaderConfig): boolean {
  return Transformation === "LOAD_AND_FLATTEN";
}
