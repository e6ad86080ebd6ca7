import type { ReaderConfig, WriterConfig } from "../asl/model.ts";
import type { EventId, Instant } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import type { StatesFailure } from "../base/states-failure.ts";
import type { Pen } from "../history/journal.ts";
import type { StateRef } from "../history/state-ref.ts";
import type { ScheduledTask } from "../history/task-events.ts";
import type { ExternalEffect, Step } from "../kernel/effect.ts";
import type { Program } from "./execute.ts";

/** What a Task state asks to be done; where the interpreter leaves ASL. */
export interface TaskRequest extends ScheduledTask {
  readonly resource: string;
  /** Is the input made by `Parameters` or `Arguments`, not the state's own? */
  readonly hasParameters: boolean;
}

/** The line of states that asks. */
export interface TaskLine {
  readonly pen: Pen;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly executionName: string;
  /** Drawn depending on state, branch, visit and attempt. */
  uuid(): string;
  /** Visits and attempts of the present state and of those around, as far as they are not the first. */
  readonly repeats: string;
  /** Of the present attempt. */
  readonly taskToken: string;
  /** Is a result larger than AWS lets it be? One that is not is not measured again. */
  isTooLarge(result: Json): boolean;
  /** The failure of a task that cannot be begun. */
  cannotStart(text: string): StatesFailure;
}

/** The raw result, or why there is none. */
export type TaskOutcome = Json | StatesFailure;

/** An attempt of a Task under way: what its line waits for. */
export interface TaskAttempt extends ExternalEffect {
  /** Records how the attempt ended. */
  end(reply: unknown): TaskOutcome;
}

/** Does what Task states ask, and writes their events. */
export interface TaskPort {
  /** Begins an attempt: one call, or a step of several; one that cannot be made has failed already. */
  begin(request: TaskRequest, line: TaskLine): TaskAttempt | Step<TaskOutcome> | StatesFailure;
  /** A task token for who draws it. */
  newToken(draw: string): string;
}

/** ASL "ItemReader", with every expression worked out. */
export interface ReadRequest {
  readonly state: StateRef;
  /** The ARN of `s3:getObject` or `s3:listObjectsV2`. */
  readonly resource: string;
  /** Made by `Parameters` or `Arguments`. */
  readonly parameters: Json;
  readonly config: ReaderConfig;
  /** No more items than these; `Infinity` for all. */
  readonly maxItems: number;
}

/** ASL "ResultWriter", with every expression worked out. */
export interface WriteRequest {
  readonly state: StateRef;
  /** The ARN of `s3:putObject`; `undefined` where nothing is written and the results are only put into shape. */
  readonly resource: string | undefined;
  readonly parameters: Json;
  readonly config: WriterConfig;
  readonly mapRunArn: string;
  readonly children: readonly ChildResult[];
}

/** What became of a child execution of a distributed Map. */
export interface ChildResult {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED" | "PENDING";
  readonly input: Json;
  /** Of one that succeeded. */
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly startedAt: Instant;
  readonly stoppedAt: Instant | undefined;
}

/** The items that an ItemReader found. */
export interface ReadItems {
  readonly values: readonly Json[];
  /** `Map.Item.Key` of an item that is a member of an object: its child gets `{ Key, Value }`. */
  keyOf(index: number): string | undefined;
  /** `Map.Item.Source`: `S3://bucket/key`. */
  sourceOf(index: number): string;
}

/** Where a distributed Map gets its items from and puts its results. */
export interface MapDataPort {
  /** The items, or why there are none. */
  readItems(request: ReadRequest, line: TaskLine): Step<ReadItems | StatesFailure>;
  /** The state's result, or why it could not be written; a Map without ResultWriter has `{ Transformation: "COMPACT" }` and no resource. */
  writeResults(request: WriteRequest, line: TaskLine): Step<Json | StatesFailure>;
}

/** How many items of a distributed Map may fail; a bound that the definition does not give is `undefined`. */
export interface ToleratedFailures {
  readonly count: number | undefined;
  /** Of all items. */
  readonly percentage: number | undefined;
}

/** What the child executions of one distributed Map have in common, whatever execution it runs in. */
export interface ChildMachine {
  readonly program: Program;
  readonly type: "STANDARD" | "EXPRESS";
  /** Of the Map; AWS makes one up where there is none. */
  readonly label: string | undefined;
  /** Of the item processor, nested ones included. */
  readonly stateNames: readonly string[];
}

/** A distributed Map that begins to run. */
export interface MapRunRequest {
  readonly state: StateRef;
  /** The event with which the state was entered. */
  readonly entered: EventId;
  readonly machine: ChildMachine;
  /** 0: as many as possible. */
  readonly maxConcurrency: number;
  readonly tolerated: ToleratedFailures;
}

/** What child executions begin with. */
export interface ChildInputs {
  readonly values: readonly Json[];
  /** How many items each of them holds, where that is not one. */
  readonly sizes?: readonly number[];
}

/** The run of a distributed Map, in the hands of its state. */
export interface MapRunControl {
  readonly arn: string;
  readonly redriveCount: number;
  /** Does it know what its children begin with? One that is redriven may. */
  readonly hasInputs: boolean;
  /** Runs a child execution for each input, or again those that did not succeed; answers the failure when more items failed than are tolerated. */
  run(inputs: ChildInputs | undefined): Step<StatesFailure | undefined>;
  /** In the order of the items; also of those that did not begin. */
  results(): readonly ChildResult[];
  /** The Map is over: children that still run are stopped at this instant. */
  end(status: "SUCCEEDED" | "FAILED" | "ABORTED", failure?: StatesFailure): void;
}

/** Starts the runs of distributed Maps of one execution. */
export interface MapRunPort {
  start(request: MapRunRequest, line: TaskLine): MapRunControl;
  /** Redrives the Map Run of a state that was entered with this event; `undefined` when there is none to go on, and a new one is to start. */
  redrive(entered: EventId, readsItems: boolean): MapRunControl | undefined;
}
