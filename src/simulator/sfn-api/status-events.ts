/** EventBridge "Step Functions Execution Status Change": what is published of Standard executions, to the default bus. */

import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import type { Instant } from "../../base/brand.ts";
import { UsageError } from "../../base/errors.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import type { ExecutionRun } from "../execution-run.ts";
import { describedRun } from "./describe-execution.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import { outermost } from "./map-run-register.ts";
import type { StepFunctions } from "./step-functions.ts";

/** Executions that start each other by rules at one instant, before it is taken for an endless chain. */
const LONGEST_CHAIN = 100;

/** The status changes of a world's executions, for its event bus. */
export class StatusEvents {
  readonly #api: StepFunctions;
  /** Whose event is being delivered: what starts now, it starts. */
  #cause: ExecutionRun | undefined;
  /** How many executions led to one by such events, all at its instant. */
  readonly #links = new Map<ExecutionRun, number>();

  constructor(api: StepFunctions) {
    this.#api = api;
  }

  /** Publishes that an execution runs, and later how it ended; Express machines publish nothing. */
  follow(record: ExecutionRecord): void {
    const { run } = record;
    if (run.facts.type === "EXPRESS") return;
    if (this.#cause !== undefined) this.#links.set(run, 1 + this.#linksAt(run.facts.startedAt, this.#cause));
    this.#publish(record);
    run.whenEnded(() => this.#publish(record));
  }

  /** Publishes that a child of a Map Run runs, or how it ended. */
  childChanged(child: ExecutionRun): void {
    if (child.facts.type === "EXPRESS" || this.#api.aws.world.eventsInUse === undefined) return;
    const record = this.#api.mapRuns.recordOf(child);
    if (record !== undefined) this.#publish(record);
  }

  /** Nobody called who could be told what a delivery throws: whoever moves the time is. A world that was reset hears nothing. */
  #publish(record: ExecutionRecord): void {
    const { world } = this.#api.aws;
    const { run } = record;
    const { facts, environment } = run;
    const events = world.kernel === environment.kernel ? world.eventsInUse : undefined;
    if (events === undefined) return;
    if (this.#linksOf(run) >= LONGEST_CHAIN) return world.kernel.break(endlessChain(facts.stateMachineArn), "Amazon EventBridge");
    const before = this.#cause;
    this.#cause = run;
    try {
      events.announce("aws.states", "Step Functions Execution Status Change", [facts.executionArn], statusDetail(record));
    } catch (thrown) {
      world.kernel.break(thrown, "Amazon EventBridge");
    } finally {
      this.#cause = before;
    }
  }

  #linksAt(instant: Instant, run: ExecutionRun): number {
    return run.facts.startedAt === instant ? this.#linksOf(run) : 0;
  }

  #linksOf(run: ExecutionRun): number {
    const around = outermost(run);
    return around === run ? (this.#links.get(run) ?? 0) : this.#linksAt(run.facts.startedAt, around);
  }
}

function endlessChain(machineArn: string): UsageError {
  return new UsageError(`A rule of the default event bus starts ${machineArn} again and again, by the status changes of what it started.`, {
    code: "ENDLESS_EVENTS",
    hint: "Name the machine whose executions are meant in the rule's pattern: `detail: { stateMachineArn: [machine.arn] }`.",
  });
}

/** What DescribeExecution tells, in the order of the events; what is not there is null. */
const MEMBERS = [
  "executionArn",
  "stateMachineArn",
  "name",
  "status",
  "startDate",
  "stopDate",
  "input",
  "output",
  "stateMachineVersionArn",
  "stateMachineAliasArn",
  "redriveCount",
  "redriveDate",
  "redriveStatus",
  "redriveStatusReason",
  "inputDetails",
  "outputDetails",
  "error",
  "cause",
] as const;

function statusDetail(record: ExecutionRecord): JsonObject {
  const told = describedRun(record);
  const detail = Object.fromEntries(MEMBERS.map((name) => [name, eventJson(told[name])]));
  return { ...detail, ...excluded(told) };
}

/** Dates are milliseconds. */
function eventJson(value: unknown): Json {
  return value instanceof Date ? value.getTime() : ((value ?? null) as Json);
}

const MOST_BYTES = 248 * 1_024;
const NOT_INCLUDED = { included: false } as const;

/** AWS "EventBridge payloads": an output, or both together, may be too large for an event. */
function excluded({ input, output }: ApiMembers): JsonObject {
  const [inputBytes, outputBytes] = [escapedBytes(input), escapedBytes(output)];
  return {
    ...(inputBytes + outputBytes > MOST_BYTES && { input: null, inputDetails: NOT_INCLUDED }),
    ...(outputBytes > MOST_BYTES && { output: null, outputDetails: NOT_INCLUDED }),
  };
}

function escapedBytes(text: unknown): number {
  return text === undefined ? 0 : Buffer.byteLength(JSON.stringify(text));
}
