import type { Instant } from "../base/brand.ts";
import type { Json, JsonObject } from "../base/json.ts";
import type { Journal } from "../history/journal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { MapDataPort, MapRunPort, TaskPort } from "./ports.ts";
import type { Variables } from "./variables.ts";

/** The quotas that shape an execution; `Infinity` where one is lifted. */
export interface Quotas {
  /** State entries and retries. */
  readonly transitions: number;
  readonly payloadBytes: number;
  /** Of all variables that a state can read. */
  readonly variableBytes: number;
  readonly inlineMapConcurrency: number;
  readonly distributedMapConcurrency: number;
}

/** What is known of an execution from its start. */
export interface ExecutionFacts {
  readonly name: string;
  readonly input: Json;
  readonly roleArn: string;
  readonly seed: number;
  readonly limits: Quotas;
}

/** What all states of one execution share. */
export interface Environment {
  readonly facts: ExecutionFacts;
  readonly kernel: Kernel;
  readonly tasks: TaskPort;
  readonly mapData: MapDataPort;
  readonly mapRuns: MapRunPort;
  readonly journal: Journal;
  /** Of a child of a distributed Map: which visits and attempts of the states around it this is, as far as they are not the first. */
  readonly repeats: string;
  /** Of the top level. */
  readonly variables: Variables;
  /** Are the stages of each state's data recorded? */
  readonly inspect: boolean;
  /** When the execution was redriven. */
  readonly redrives: Instant[];
  /** State entries and retries so far. */
  transitions: number;
  /** Name of a state just after whose entry the execution pauses. */
  breakpoint: string | undefined;
  /** `Execution` and `StateMachine` of the context object. */
  context(): JsonObject;
}
