import type { FieldChecks } from "../../aws/field-checks.ts";
import type { Instant } from "../../base/brand.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { Journal } from "../../history/journal.ts";
import type { Logging } from "../../history/log-event.ts";
import type { Environment } from "../../interpreter/environment.ts";
import type { MapDataPort, MapRunPort, TaskPort } from "../../interpreter/ports.ts";
import { Variables } from "../../interpreter/variables.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { ExecutionType } from "../execution.ts";
import { SharedContext } from "../execution-context.ts";
import { eventQuota } from "../execution-quotas.ts";
import type { ExecutionRun } from "../execution-run.ts";
import type { EffectiveLimits } from "../options.ts";
import type { Facts } from "../result.ts";
import type { MapRun } from "./map-run.ts";

/** What is known of a child execution from its start. There may be a hundred thousand: what all share is not kept, nor names nobody asked for. */
export class ChildFacts implements Facts {
  readonly input: Json;
  readonly startedAt: Instant;
  readonly mapRun: MapRun;
  /** Of its item or batch. */
  readonly index: number;

  constructor(mapRun: MapRun, index: number, input: Json, startedAt: Instant) {
    this.mapRun = mapRun;
    this.index = index;
    this.input = input;
    this.startedAt = startedAt;
  }

  get name(): string {
    return this.mapRun.names.child(this.index);
  }

  get executionArn(): string {
    return this.mapRun.names.childArn(this.index);
  }

  get stateMachineArn(): string {
    return this.mapRun.names.childMachineArn;
  }

  get roleArn(): string {
    return this.#parent.roleArn;
  }

  get mapRunArn(): string {
    return this.mapRun.arn;
  }

  get type(): ExecutionType {
    return this.mapRun.machine.type;
  }

  get stateNames(): readonly string[] {
    return this.mapRun.machine.stateNames;
  }

  get seed(): number {
    return this.#parent.seed;
  }

  get interleaving(): readonly number[] | undefined {
    return this.#parent.interleaving;
  }

  get limits(): EffectiveLimits {
    return this.#parent.limits;
  }

  get logging(): Logging | undefined {
    return this.#parent.logging;
  }

  get checks(): FieldChecks {
    return this.#parent.checks;
  }

  get #parent(): Facts {
    return this.mapRun.execution.facts;
  }
}

/** The Map Run that started an execution, if one did. */
export function mapRunOf({ facts }: ExecutionRun): MapRun | undefined {
  return facts instanceof ChildFacts ? facts.mapRun : undefined;
}

/** Does a child execution wait to be redriven? */
export function isPendingRedrive({ facts }: ExecutionRun): boolean {
  return facts instanceof ChildFacts && facts.mapRun.pendingRedrives.has(facts.index);
}

/** What the states of a child execution share: the world of its parent, and records and variables of its own. */
export class ChildEnvironment implements Environment {
  readonly facts: ChildFacts;
  readonly journal: Journal;
  readonly mapRuns: MapRunPort;
  readonly variables: Variables = new Variables(undefined);
  readonly redrives: Instant[] = [];
  transitions = 0;
  #context: SharedContext | undefined;

  constructor(facts: ChildFacts, mapRuns: MapRunPort) {
    const { mapRun, index } = facts;
    this.facts = facts;
    this.mapRuns = mapRuns;
    this.journal = new Journal(mapRun.place.pen.journal.clock, eventQuota(facts.type, facts.limits), { ...mapRun.place, index });
  }

  get kernel(): Kernel {
    return this.#around.kernel;
  }

  get tasks(): TaskPort {
    return this.#around.tasks;
  }

  get mapData(): MapDataPort {
    return this.#around.mapData;
  }

  get repeats(): string {
    return this.facts.mapRun.repeats;
  }

  get inspect(): boolean {
    return this.#around.inspect;
  }

  get breakpoint(): string | undefined {
    return this.#around.breakpoint;
  }

  context(): JsonObject {
    this.#context ??= new SharedContext();
    return this.#context.of(this);
  }

  get #around(): Environment {
    return this.facts.mapRun.execution.environment;
  }
}
