import type { AwsCall, AwsReply } from "../../aws/call.ts";
import type { MockAws } from "../../aws/mock-aws.ts";
import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import type { StepFunctionsPort } from "../../aws/step-functions-port.ts";
import type { Instant } from "../../base/brand.ts";
import { UsageError } from "../../base/errors.ts";
import { didYouMean } from "../../base/text.ts";
import type { Journal } from "../../history/journal.ts";
import type { ExternalHandle, Landed } from "../../kernel/external.ts";
import { drawUuid } from "../../kernel/random.ts";
import type { ExecutionRun } from "../execution-run.ts";
import type { RunOptions } from "../options.ts";
import type { StateMachine } from "../state-machine.ts";
import type { Activity } from "./activity-operations.ts";
import { activityOperations } from "./activity-operations.ts";
import { aliasOperations } from "./alias-operations.ts";
import { demandExecutionArn, machineArn } from "./arns.ts";
import { AskedByClient } from "./asked-by-client.ts";
import { callbackOperations } from "./callback-operations.ts";
import { checkMembers } from "./constraints.ts";
import { executionOperations } from "./execution-operations.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import { loadedRevision } from "./loaded-revision.ts";
import { machineOperations } from "./machine-operations.ts";
import { mapRunOperations } from "./map-run-operations.ts";
import { WorldMapRuns } from "./map-run-register.ts";
import type { Caller, LaterAnswer, Operation, Operations } from "./operation.ts";
import type { RegisteredMachine } from "./registered-machine.ts";
import { startOperations } from "./start-operations.ts";
import { StatusEvents } from "./status-events.ts";
import type { Tags } from "./tag-operations.ts";
import { addTags, tagOperations } from "./tag-operations.ts";
import { answeredTask } from "./task-answers.ts";
import { versionOperations } from "./version-operations.ts";

const OPERATIONS: Operations = {
  ...machineOperations,
  ...versionOperations,
  ...aliasOperations,
  ...tagOperations,
  ...startOperations,
  ...executionOperations,
  ...mapRunOperations,
  ...activityOperations,
  ...callbackOperations,
};

/** What a world does not do, by name. */
const REFUSED: ReadonlySet<string> = new Set(["testState"]);

/** The Step Functions API of a world: its machines, executions and activities. */
export class StepFunctions implements StepFunctionsPort {
  readonly aws: MockAws;
  /** By name, in the order of creation. */
  readonly machines: Map<string, RegisteredMachine> = new Map();
  /** By ARN, in the order of starting. */
  readonly executions: Map<string, ExecutionRecord> = new Map();
  /** By ARN, in the order of creation. */
  readonly activities: Map<string, Activity> = new Map();
  /** By ARN of what has them. */
  readonly tags: Map<string, Tags> = new Map();
  readonly mapRuns: WorldMapRuns = new WorldMapRuns(this);
  readonly statusEvents: StatusEvents = new StatusEvents(this);
  readonly #limits = new Map<RegisteredMachine, RunOptions["limits"]>();
  readonly #byJournal = new Map<Journal, ExecutionRun>();
  readonly #counts = new Map<string, number>();

  constructor(aws: MockAws) {
    this.aws = aws;
  }

  /** Does what an operation asks for. Throws an ApiException where AWS refuses, and a UsageError for an operation that is not there. */
  perform(operation: string, input: ApiMembers, caller: Caller = this.outside): ApiMembers | LaterAnswer {
    const performed = operationOf(operation);
    checkMembers(operation, input);
    return performed(this, input, caller);
  }

  /** Answers a Task, once there is a machine or an activity to answer with. */
  ask(call: AwsCall, handle: ExternalHandle): Landed<AwsReply> | undefined {
    const isOurs = call.service === "sfn" && this.machines.size + this.activities.size > 0;
    return isOurs ? answeredTask(this, call, handle) : undefined;
  }

  /** Code outside all executions. */
  readonly outside: Caller = { uuid: () => this.uuid("execution"), started: () => {} };

  // — what operations need —

  now(): Instant {
    return this.aws.world.kernel.now();
  }

  date(): Date {
    return new Date(this.now());
  }

  arn(kind: string, name: string): string {
    return `arn:aws:states:${this.aws.region}:${this.aws.accountId}:${kind}:${name}`;
  }

  /** A UUID that depends on the seed, the kind, and how many of it there were. */
  uuid(kind: string): string {
    return drawUuid(this.aws.seed, `states|${kind}|${this.count(kind)}`);
  }

  /** The next number of a kind, from 1. */
  count(kind: string): number {
    const next = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, next);
    return next;
  }

  // — machines —

  register(machine: RegisteredMachine, tags: unknown): void {
    const kept: Tags = new Map();
    addTags(kept, tags);
    this.tags.set(machine.arn, kept);
    this.machines.set(machine.name, machine);
  }

  /** The limits that a test gave a machine's executions. */
  limitsOf(machine: RegisteredMachine): Pick<RunOptions, "limits"> {
    const limits = this.#limits.get(machine);
    return limits === undefined ? {} : { limits };
  }

  limit(machine: RegisteredMachine, limits: RunOptions["limits"]): void {
    this.#limits.set(machine, limits);
  }

  /** The machine with this ARN, whatever its qualifier. Throws AWS's StateMachineDoesNotExist. */
  machine(text: string): RegisteredMachine {
    const { name, arn } = machineArn(text);
    const machine = this.machines.get(name);
    if (machine === undefined || machine.arn !== arn) throw this.noMachine(text);
    return machine;
  }

  noMachine(text: string): ApiException {
    return new ApiException("StateMachineDoesNotExist", `State Machine Does Not Exist: '${text}'`);
  }

  /** A machine is gone when its last execution has ended. */
  remove(machine: RegisteredMachine): void {
    machine.isDeleting = true;
    const running = this.executionsOf(machine.arn).filter(({ run }) => run.ended === undefined);
    let open = running.length;
    const forget = (): void => {
      if (this.machines.get(machine.name) !== machine) return;
      this.machines.delete(machine.name);
      this.tags.delete(machine.arn);
    };
    if (open === 0) forget();
    for (const { run } of running) run.whenEnded(() => --open === 0 && forget());
  }

  // — executions —

  keep(record: ExecutionRecord): void {
    this.executions.set(record.run.facts.executionArn, record);
    this.#byJournal.set(record.run.environment.journal, record.run);
    record.run.register = this.mapRuns;
    this.statusEvents.follow(record);
  }

  /** An execution that a test started itself is one of the world's. */
  adopt(run: ExecutionRun, machine: StateMachine): void {
    const { facts } = run;
    const name = facts.stateMachineArn.split(":").at(-1) ?? "";
    this.keep({
      run,
      inputText: JSON.stringify(facts.input),
      revision: loadedRevision(this, machine, { name, roleArn: facts.roleArn, logging: facts.logging }),
      versionArn: undefined,
      aliasArn: undefined,
      traceHeader: undefined,
      redriveTokens: new Map(),
    });
  }

  /** The execution with this ARN, also a child of a Map Run. Throws AWS's ExecutionDoesNotExist. */
  execution(text: string, demandArn: (text: string) => void = demandExecutionArn): ExecutionRecord {
    demandArn(text);
    const record = this.executions.get(text) ?? this.mapRuns.childAt(text);
    if (record === undefined) throw new ApiException("ExecutionDoesNotExist", `Execution Does Not Exist: '${text}'`);
    return record;
  }

  /** The execution that writes this journal. */
  executionBy(journal: Journal): ExecutionRun | undefined {
    const { place } = journal;
    if (place === undefined) return this.#byJournal.get(journal);
    const siblings = this.executionBy(place.pen.journal)?.mapRuns.map(({ children }) => children[place.index]);
    return siblings?.find((child) => child?.environment.journal === journal);
  }

  /** In the order of starting. */
  executionsOf(machineArn: string): ExecutionRecord[] {
    return [...this.executions.values()].filter(({ run }) => run.facts.stateMachineArn === machineArn);
  }
}

function operationOf(name: string): Operation {
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (operation !== undefined) return operation;
  const known = Object.keys(OPERATIONS);
  const reason = REFUSED.has(name) ? "is not implemented here" : "does not exist";
  throw new UsageError(`The operation "${name}" of Step Functions ${reason}.`, {
    code: "UNKNOWN_OPERATION",
    hint: didYouMean(name, known) ?? `Mock it: \`sfn: { ${name}: … }\`. There are ${known.join(", ")}.`,
  });
}

/** The Step Functions API of a world. */
export function stepFunctionsOf(aws: MockAws): StepFunctions {
  const { world } = aws;
  if (world.stepFunctions === undefined) {
    const api = new StepFunctions(aws);
    world.stepFunctions = api;
    world.apis.set("sfn", new AskedByClient(api));
  }
  return world.stepFunctions as StepFunctions;
}
