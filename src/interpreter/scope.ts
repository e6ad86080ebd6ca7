import type { EventId, Instant } from "../base/brand.ts";
import { eventId, NO_EVENT } from "../base/brand.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { exceedsBytes } from "../base/json.ts";
import type { StatesFailure } from "../base/states-failure.ts";
import { dataLimitExceeded } from "../base/states-failure.ts";
import type { Stage } from "../history/decision.ts";
import { Pen } from "../history/journal.ts";
import type { Line } from "../history/line.ts";
import { draw, drawUuid } from "../kernel/random.ts";
import type { Surroundings } from "../query/index.ts";
import { Attempt } from "./attempt.ts";
import { Chance } from "./chance.ts";
import { contextObject } from "./context-object.ts";
import type { Environment } from "./environment.ts";
import type { Inside } from "./fork.ts";
import type { TaskLine } from "./ports.ts";
import type { StateNode, Transition } from "./state-node.ts";
import { runtimeFailure } from "./states-errors.ts";
import { tooManyTransitions } from "./too-many-transitions.ts";
import type { UnfinishedLine } from "./unfinished-line.ts";
import { Variables } from "./variables.ts";

/** The Map item around a line of states. */
export interface MapItem {
  readonly index: number;
  readonly value: Json;
}

/**
 * One line of states as it runs: where it is, and what expressions can see from there. It is its own pen, and has no private methods:
 * ten thousand may wait at once, and either would make each of them larger.
 */
export class Scope extends Pen implements Surroundings, TaskLine {
  /** The line of the state whose branch or iteration this is. */
  declare readonly parent: Scope | undefined;
  readonly environment: Environment;
  /** The present state. */
  node: StateNode | undefined;
  enteredEvent: EventId = NO_EVENT;
  /** What this line has assigned, or else the lines around it. */
  variables: Variables;
  /** Of the nearest Map around. */
  readonly #items: readonly Json[] | undefined;
  #present: Attempt | undefined;
  #sized: Json | undefined;
  #chance: Chance | undefined;

  /** A branch or iteration of the present state of `parent`, or the machine's own line; `again` is the line that it continues. */
  constructor(environment: Environment, parent?: Scope, index?: number, items?: readonly Json[], again?: Line) {
    super(environment.journal, parent, parent?.node, index, again?.number);
    this.environment = environment;
    this.variables = parent?.variables ?? environment.variables;
    this.#items = items ?? (parent === undefined ? undefined : parent.#items);
  }

  get pen(): this {
    return this;
  }

  get retryCount(): number {
    return this.#present?.retryCount ?? 0;
  }

  get enteredAt(): Instant {
    return this.journal.events.instantOf(this.enteredEvent);
  }

  /** What is to be kept of the present attempt. */
  get present(): Attempt {
    return (this.#present ??= new Attempt(0));
  }

  /** The branches, iterations or children of the present state, once they have started. */
  get fork(): Inside | undefined {
    return this.#present?.fork;
  }

  set fork(fork: Inside) {
    this.present.fork = fork;
  }

  /** The nearest Map item around. */
  get item(): MapItem | undefined {
    if (this.#items === undefined) return undefined;
    const { index } = iterationAround(this);
    return { index, value: this.#items[index] as Json };
  }

  /** Notes a stage of the present state's data, and answers it. */
  stage(name: Stage, value: Json): Json {
    this.present.stages = { ...this.present.stages, [name]: value };
    return value;
  }

  enter(node: StateNode, input: Json): void {
    this.node = node;
    this.#present = undefined;
    this.enteredEvent = this.entered(node, input);
    this.countTransition();
  }

  /** Goes on in a state that was entered before the execution was redriven: what it does hangs on its entry. */
  resume(line: UnfinishedLine): void {
    this.node = line.node;
    this.present.resumed = line;
    this.enteredEvent = this.last = eventId(line.entry.id);
    this.decision({ kind: "attempt" });
    this.countTransition();
  }

  /** Assigns what the states of this line had assigned before the execution was redriven. */
  restore(assigned: UnfinishedLine["assigned"]): void {
    for (const values of assigned) ownVariables(this).assign(values);
  }

  /** How far the present state came before the execution was redriven; told once, as its next attempt begins anew. */
  takeResumed(): UnfinishedLine | undefined {
    const resumed = this.#present?.resumed;
    if (resumed !== undefined) this.present.resumed = undefined;
    return resumed;
  }

  /** The present state is tried again. */
  retry(): void {
    this.#present = new Attempt(this.retryCount + 1);
  }

  exit(node: StateNode, { output, assigned }: Transition): void {
    this.checkSize(output, node.name);
    this.exited(node, output, assigned === undefined ? undefined : assign(this, assigned, node.name));
    if (this.environment.inspect) recordStages(this);
    this.node = undefined;
  }

  /** Records that an expression of the present state failed; what follows hangs on that event. */
  evaluationFailed({ error, cause }: StatesFailure, location: string | undefined): void {
    const { node } = this;
    // A Wait has begun to wait by then; any other state is left as if it had not been entered.
    if (node?.type !== "Wait") this.last = this.journal.events.previousOf(this.enteredEvent);
    this.event("EvaluationFailed", { error, cause, ...(location !== undefined && { location }), state: node?.name });
    this.present.evaluationFailed = true;
  }

  /** Records that the present state is over with a failure, where its type has an event for that. */
  closeFailed(): void {
    if (this.environment.inspect) recordStages(this);
    const type = this.node?.type;
    if ((type !== "Map" && type !== "Parallel") || this.present.isClosed) return;
    this.present.isClosed = true;
    if (this.present.evaluationFailed) this.event(`${type}StateFailed`);
    else this.fork?.close();
  }

  countTransition(): void {
    const { environment } = this;
    const { transitions } = environment.facts.limits;
    if (++environment.transitions > transitions) throw tooManyTransitions(transitions, this.node, this);
  }

  /** What passes on unchanged is not measured again. */
  isTooLarge(value: Json): boolean {
    if (value === this.#sized) return false;
    if (exceedsBytes(value, this.environment.facts.limits.payloadBytes)) return true;
    this.#sized = value;
    return false;
  }

  /** A result that is too large fails the state. */
  checkSize(output: Json, producer: string): void {
    if (this.isTooLarge(output)) throw dataLimitExceeded(producer);
  }

  /** An effective input, when it is not too large. */
  sized(input: Json): Json {
    this.checkSize(input, this.node?.name ?? "");
    return input;
  }

  // — what tasks ask —

  get attempt(): number {
    return this.retryCount + 1;
  }

  get executionName(): string {
    return this.environment.facts.name;
  }

  get taskToken(): string {
    const { facts, tasks } = this.environment;
    return (this.present.taskToken ??= tasks.newToken(`${facts.name}|${repeatsAround(this)}${this.chance.place(this)}`));
  }

  cannotStart(text: string): StatesFailure {
    return runtimeFailure(text, this);
  }

  // — what expressions see —

  contextObject(): JsonObject {
    return contextObject(this);
  }

  variable(name: string): Json | undefined {
    return this.variables.get(name);
  }

  now(): number {
    return this.environment.kernel.now();
  }

  random(): number {
    return draw(this.environment.facts.seed, nextDraw(this));
  }

  uuid(): string {
    return drawUuid(this.environment.facts.seed, nextDraw(this));
  }

  get chance(): Chance {
    return (this.#chance ??= new Chance());
  }

  /** Visits and attempts of the present state and of those around, as far as they are not the first. */
  get repeats(): string {
    return `${repeatsAround(this)}${this.chance.repeat(this)}`;
  }
}

function iterationAround(line: Line): Line {
  return line.parent === undefined || line.state?.type === "Map" ? line : iterationAround(line.parent);
}

function repeatsAround({ parent, environment }: Scope): string {
  return parent === undefined ? environment.repeats : parent.repeats;
}

function nextDraw(scope: Scope): string {
  return `${repeatsAround(scope)}${scope.chance.stream(scope)}`;
}

/** A state that was caught is recorded once more when it exits, with what its catcher assigned. */
function recordStages(scope: Scope): void {
  const variables = scope.variables.all();
  if (Object.keys(variables).length > 0) scope.stage("variables", variables);
  scope.decision({ kind: "stages", stages: scope.present.stages ?? {} });
}

/** What was assigned, if anything was; what it holds is limited for one Assign, and for all variables together. */
function assign(scope: Scope, assigned: JsonObject, state: string): JsonObject | undefined {
  if (Object.keys(assigned).length === 0) return undefined;
  const { payloadBytes, variableBytes } = scope.environment.facts.limits;
  if (exceedsBytes(assigned, payloadBytes)) throw dataLimitExceeded(state);
  const variables = ownVariables(scope);
  variables.assign(assigned);
  if (exceedsBytes(variables.all(), variableBytes)) throw dataLimitExceeded(state);
  return assigned;
}

/** A branch or iteration has variables of its own once it assigns some. */
function ownVariables(scope: Scope): Variables {
  const around = scope.parent?.variables;
  if (scope.variables === around) scope.variables = new Variables(around);
  return scope.variables;
}
