import type { Instant } from "../base/brand.ts";
import type { JsonObject } from "../base/json.ts";
import { Journal } from "../history/journal.ts";
import type { Environment } from "../interpreter/environment.ts";
import type { MapDataPort, MapRunPort } from "../interpreter/ports.ts";
import { Variables } from "../interpreter/variables.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { MapData } from "../tasks/map-data/map-data.ts";
import type { MockedTasks } from "../tasks/perform.ts";
import { SharedContext } from "./execution-context.ts";
import { eventQuota } from "./execution-quotas.ts";
import type { ExecutionRun } from "./execution-run.ts";
import { MapRuns } from "./map-run/map-run.ts";
import type { RunOptions } from "./options.ts";
import { variablesOf } from "./options.ts";
import type { Facts } from "./result.ts";

/** What the states of an execution share. What few executions need is made when it is asked for. */
export class RunEnvironment implements Environment {
  readonly facts: Facts;
  readonly kernel: Kernel;
  readonly tasks: MockedTasks;
  readonly journal: Journal;
  readonly variables: Variables;
  readonly inspect: boolean;
  readonly redrives: Instant[] = [];
  readonly repeats = "";
  transitions = 0;
  breakpoint: string | undefined;
  readonly #run: ExecutionRun;
  #context: SharedContext | undefined;

  /** Throws a UsageError for variables that are not JSON. */
  constructor(run: ExecutionRun, tasks: MockedTasks, options: RunOptions) {
    const { facts } = run;
    this.facts = facts;
    this.kernel = tasks.aws.world.kernel;
    this.tasks = tasks;
    this.journal = new Journal(this.kernel, eventQuota(facts.type, facts.limits));
    this.variables = new Variables(undefined, variablesOf(options));
    this.inspect = options.inspect ?? false;
    this.#run = run;
  }

  get mapData(): MapDataPort {
    return new MapData(this.tasks);
  }

  get mapRuns(): MapRunPort {
    return new MapRuns(this.#run);
  }

  context(): JsonObject {
    this.#context ??= new SharedContext();
    return this.#context.of(this);
  }
}
