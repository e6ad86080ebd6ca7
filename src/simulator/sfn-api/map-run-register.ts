import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import type { ExecutionRun, MapRunRegister } from "../execution-run.ts";
import type { MapRun } from "../map-run/map-run.ts";
import { mapRunOf } from "../map-run/map-run-child.ts";
import { demandMapRunArn } from "./arns.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import type { StepFunctions } from "./step-functions.ts";

/** The Map Runs of a world. What is told of their children is made when somebody asks: there may be a hundred thousand. */
export class WorldMapRuns implements MapRunRegister {
  readonly #api: StepFunctions;
  /** By ARN, in the order of starting. */
  readonly #mapRuns = new Map<string, MapRun>();
  /** The indices of children by their names, as far as names were asked for. */
  readonly #indices = new WeakMap<MapRun, Map<string, number>>();

  constructor(api: StepFunctions) {
    this.#api = api;
  }

  mapRunStarted(mapRun: MapRun): void {
    this.#mapRuns.set(mapRun.arn, mapRun);
  }

  childStarted(child: ExecutionRun): void {
    this.#api.statusEvents.childChanged(child);
  }

  childEnded(child: ExecutionRun): void {
    this.#api.statusEvents.childChanged(child);
  }

  /** The Map Run with this ARN. Throws AWS's InvalidArn and ResourceNotFound. */
  mapRun(text: string): MapRun {
    demandMapRunArn(text);
    const mapRun = this.#mapRuns.get(text);
    if (mapRun === undefined) throw new ApiException("ResourceNotFound", `Resource not found: '${text}'`);
    return mapRun;
  }

  /** The child execution with this ARN. */
  childAt(executionArn: string): ExecutionRecord | undefined {
    const [machine, name = ""] = executionArn.split(":").slice(6);
    for (const mapRun of this.#mapRuns.values()) {
      if (!mapRun.names.childMachineArn.endsWith(`:${machine}`)) continue;
      const child = mapRun.children[this.#indicesIn(mapRun).get(name) ?? -1];
      if (child?.facts.executionArn === executionArn) return this.recordOf(child);
    }
    return undefined;
  }

  #indicesIn(mapRun: MapRun): ReadonlyMap<string, number> {
    const indices = this.#indices.get(mapRun) ?? new Map<string, number>();
    this.#indices.set(mapRun, indices);
    while (indices.size < mapRun.children.length) indices.set(mapRun.names.child(indices.size), indices.size);
    return indices;
  }

  /** What the API knows of a child execution; `undefined` when its world was reset. */
  recordOf(child: ExecutionRun): ExecutionRecord | undefined {
    const parent = this.#api.executions.get(outermost(child).facts.executionArn);
    if (parent === undefined) return undefined;
    return {
      run: child,
      inputText: JSON.stringify(child.facts.input),
      revision: parent.revision,
      versionArn: undefined,
      aliasArn: undefined,
      traceHeader: undefined,
      redriveTokens: new Map(),
    };
  }
}

/** The execution that a child belongs to, across nested Map Runs. */
export function outermost(run: ExecutionRun): ExecutionRun {
  const mapRun = mapRunOf(run);
  return mapRun === undefined ? run : outermost(mapRun.execution);
}
