/** AWS "Express workflows": what a machine of this type, or the Express children of a distributed Map, cannot do. */

import { isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Report } from "../diagnostics.ts";
import type { GraphPlace } from "../walk.ts";
import { isDistributed } from "../walk.ts";
import { integrationOf, isActivity } from "./integrations.ts";

/** Refuses waiting for others and distributed Maps wherever it is an Express execution that would do it. */
export function checkExpress(graphs: readonly GraphPlace[], type: "STANDARD" | "EXPRESS", report: Report): void {
  const express = new Set<Pointer>();
  for (const graph of graphs) {
    const inExpress = graph.around === undefined ? type === "EXPRESS" : express.has(graph.around);
    if (inExpress && isDistributed(graph)) refuseDistributed(graph, report);
    if (inExpress || (isDistributed(graph) && graph.config["ExecutionType"] === "EXPRESS")) express.add(graph.at);
    if (express.has(graph.at)) checkResources(graph, report);
  }
}

function refuseDistributed({ at }: GraphPlace, report: Report): void {
  const message = "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines";
  report.add("EXPRESS_RESTRICTION", child(at, "ProcessorConfig", "Mode"), message, "Use INLINE, or a Standard state machine.");
}

function checkResources({ at, states }: GraphPlace, report: Report): void {
  for (const [name, state] of Object.entries(states)) {
    const resource = isJsonObject(state) && state["Type"] === "Task" ? state["Resource"] : undefined;
    const refusal = typeof resource === "string" ? refusalOf(resource) : undefined;
    if (refusal === undefined) continue;
    const message = `Express state machine does not support ${refusal}`;
    report.add(
      "EXPRESS_RESTRICTION",
      child(at, "States", name, "Resource"),
      message,
      "An Express execution may last five minutes at most.",
    );
  }
}

function refusalOf(resource: string): string | undefined {
  if (isActivity(resource)) return "Activity ARN";
  const pattern = integrationOf(resource)?.pattern;
  return pattern === undefined ? undefined : `'.${pattern === "sync:2" ? "sync" : pattern}' service integration`;
}
