import type { EventId, Instant } from "../base/brand.ts";
import { eventId, instant, NO_EVENT } from "../base/brand.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { exceedsBytes } from "../base/json.ts";
import type { StatesFailure } from "../base/states-failure.ts";
import { dataLimitExceeded } from "../base/states-failure.ts";
import type { Stage, Stages } from "../history/decision.ts";
import type { Pen } from "../history/journal.ts";
import type { Line } from "../history/line.ts";
import { draw, drawUuid } from "../kernel/random.ts";
import type { Surroundings } from "../query/index.ts";
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

/** What only some attempts of a state have. */
class Visit {
  fork: Inside | undefined;
  evaluationFailed = false;
  closed = false;
  stages: Stages | undefined;
  taskToken: string | undefined;
  /** How far the state came before the execution was redriven. */
  resumed: UnfinishedLine | undefined;
}

/** One line of states as it runs: where it is, and what expressions can see from there. */
export class Scope implements Surroundings, TaskLine {
  readonly environment: Environment;
  readonly pen: Pen;
  node: StateNode | undefined;
  enteredAt: Instant;
  enteredEvent: EventId = NO_EVENT;
  /** What the present state's entry hangs on. */
  beforeEntry: EventId = NO_EVENT;
  /** `State.RetryCount` */
  retryCount = 0;
  /** What this line has assigned, or else the lines around it. */
  variables: Variables | undefined;
  #sizedOutput: Json | undefined;
  #chance: Chance | undefined;
  #visit: Visit | undefined;
  /** The line of the state whose branch or iteration this is. */
  readonly #owner: Scope | undefined;
  /** Of the nearest Map around. */
  readonly #items: readonly Json[] | undefined;

  constructor(environment: Environment, pen: Pen, owner?: Scope, items?: readonly Json[]) {
    this.environment = environment;
    this.pen = pen;
    this.variables = owner?.variables;
    this.#owner = owner;
    this.#items = items;
    this.enteredAt = environment.kernel.now();
  }

  get #present(): Visit {
    return (this.#visit ??= new Visit());
  }

  /** The branches, iterations or children of the present state, once they have started. */
  get fork(): Inside | undefined {
    return this.#visit?.fork;
  }

  set fork(fork: Inside) {
    this.#present.fork = fork;
  }

  /** The nearest Map item around. */
  get item(): MapItem | undefined {
    if (this.#items === undefined) return undefined;
    const { index } = iterationAround(this.pen);
    return { index, value: this.#items[index] as Json };
  }

  /** Notes a stage of the present state's data, and answers it. */
  stage(name: Stage, value: Json): Json {
    this.#present.stages = { ...this.#present.stages, [name]: value };
    return value;
  }

  /** A state that was caught is recorded once more when it exits, with what its catcher assigned. */
  #recordStages(): void {
    const variables = this.variables?.all() ?? {};
    if (Object.keys(variables).length > 0) this.stage("variables", variables);
    this.pen.decision({ kind: "stages", stages: this.#visit?.stages ?? {} });
  }

  enter(node: StateNode, input: Json): void {
    this.node = node;
    this.retryCount = 0;
    this.#begin();
    this.beforeEntry = this.pen.last;
    this.enteredAt = this.environment.kernel.now();
    this.enteredEvent = this.pen.entered(node, input);
    this.countTransition();
  }

  /** Goes on in a state that was entered before the execution was redriven: what it does hangs on its entry. */
  resume(line: UnfinishedLine): void {
    const { node, entry } = line;
    this.node = node;
    this.#present.resumed = line;
    this.beforeEntry = eventId(entry.previous);
    this.enteredAt = instant(entry.at);
    this.enteredEvent = this.pen.last = eventId(entry.id);
    this.pen.decision({ kind: "attempt" });
    this.countTransition();
  }

  /** Assigns what the states of this line had assigned before the execution was redriven. */
  restore(assigned: UnfinishedLine["assigned"]): void {
    if (assigned.length > 0) this.#claimVariables();
    for (const values of assigned) this.variables?.assign(values);
  }

  /** How far the present state came before the execution was redriven; told once, as its next attempt begins anew. */
  takeResumed(): UnfinishedLine | undefined {
    const resumed = this.#visit?.resumed;
    if (resumed !== undefined) this.#present.resumed = undefined;
    return resumed;
  }

  /** The present state is tried again. */
  retry(): void {
    this.retryCount++;
    this.#begin();
  }

  #begin(): void {
    this.#visit = undefined;
  }

  exit(node: StateNode, { output, assigned }: Transition): void {
    this.checkSize(output, node.name);
    this.pen.exited(node, output, assigned === undefined ? undefined : this.#assign(assigned, node.name));
    if (this.environment.inspect) this.#recordStages();
    this.node = undefined;
  }

  /** What was assigned, if anything was; what it holds is limited for one Assign, and for all variables together. */
  #assign(assigned: JsonObject, state: string): JsonObject | undefined {
    if (Object.keys(assigned).length === 0) return undefined;
    const { payloadBytes, variableBytes } = this.environment.quotas;
    if (exceedsBytes(assigned, payloadBytes)) throw dataLimitExceeded(state);
    this.#claimVariables();
    this.variables?.assign(assigned);
    if (exceedsBytes(this.variables?.all() ?? {}, variableBytes)) throw dataLimitExceeded(state);
    return assigned;
  }

  /** A branch or iteration has variables of its own once it assigns some. */
  #claimVariables(): void {
    const around = this.#owner?.variables;
    if (this.variables === around) this.variables = new Variables(around);
  }

  /** Records that an expression of the present state failed; what follows hangs on that event. */
  evaluationFailed({ error, cause }: StatesFailure, location: string | undefined): void {
    const { pen, node } = this;
    // A Wait has begun to wait by then; any other state is left as if it had not been entered.
    if (node?.type !== "Wait") pen.last = this.beforeEntry;
    pen.event("EvaluationFailed", { error, cause, ...(location !== undefined && { location }), state: node?.name });
    this.#present.evaluationFailed = true;
  }

  /** Records that the present state is over with a failure, where its type has an event for that. */
  closeFailed(): void {
    if (this.environment.inspect) this.#recordStages();
    const type = this.node?.type;
    if ((type !== "Map" && type !== "Parallel") || this.#present.closed) return;
    this.#present.closed = true;
    if (this.#present.evaluationFailed) this.pen.event(`${type}StateFailed`);
    else this.fork?.close();
  }

  countTransition(): void {
    const { environment } = this;
    if (++environment.transitions > environment.quotas.transitions)
      throw tooManyTransitions(environment.quotas.transitions, this.node, this.pen);
  }

  /** A result that is too large fails the state; what passes on unchanged is not measured again. */
  checkSize(output: Json, producer: string): void {
    if (output === this.#sizedOutput) return;
    if (exceedsBytes(output, this.environment.quotas.payloadBytes)) throw dataLimitExceeded(producer);
    this.#sizedOutput = output;
  }

  /** An effective input, when it is not too large. */
  sized(input: Json): Json {
    this.checkSize(input, this.node?.name ?? "");
    return input;
  }

  /** A scope for a branch or iteration of the present state. */
  inside(node: StateNode, index: number, items: readonly Json[] | undefined = this.#items): Scope {
    return new Scope(this.environment, this.pen.fork(node, index), this, items);
  }

  /** The same for a branch or iteration that began before the execution was redriven. */
  insideAgain(line: Line, items: readonly Json[] | undefined = this.#items): Scope {
    return new Scope(this.environment, this.pen.again(line), this, items);
  }

  // — what tasks ask —

  get attempt(): number {
    return this.retryCount + 1;
  }

  get executionName(): string {
    return this.environment.name;
  }

  get taskToken(): string {
    return (this.#present.taskToken ??= this.environment.tasks.newToken(`${this.environment.name}|${this.#place()}`));
  }

  cannotStart(text: string): StatesFailure {
    return runtimeFailure(text, this);
  }

  // — what expressions see —

  contextObject(): JsonObject {
    return contextObject(this);
  }

  variable(name: string): Json | undefined {
    return this.variables?.get(name);
  }

  now(): number {
    return this.environment.kernel.now();
  }

  random(): number {
    return draw(this.environment.seed, this.#nextDraw());
  }

  uuid(): string {
    return drawUuid(this.environment.seed, this.#nextDraw());
  }

  #nextDraw(): string {
    this.#chance ??= new Chance();
    return `${this.#repeatsAround()}${this.#chance.stream(this)}`;
  }

  /** Where the present attempt is, as draws are named. */
  #place(): string {
    this.#chance ??= new Chance();
    return `${this.#repeatsAround()}${this.#chance.place(this)}`;
  }

  /** Visits and attempts of the present state and of those around, as far as they are not the first. */
  get repeats(): string {
    this.#chance ??= new Chance();
    return `${this.#repeatsAround()}${this.#chance.repeat(this)}`;
  }

  #repeatsAround(): string {
    return this.#owner === undefined ? this.environment.repeats : this.#owner.repeats;
  }
}

function iterationAround(line: Line): Line {
  return line.parent === undefined || line.state?.type === "Map" ? line : iterationAround(line.parent);
}

/** Names each draw of a line after where it is made, so that adding a state moves no other state's values. */
class Chance {
  #event: EventId = NO_EVENT;
  #draws = 0;
  readonly #visits = new Map<StateNode | undefined, number>();

  stream(scope: Scope): string {
    return `${this.place(scope)}|${++this.#draws}`;
  }

  place(scope: Scope): string {
    const visit = this.#visit(scope);
    const branch = scope.pen.branch.map(({ state, index }) => `${state}[${index}]`).join("/");
    const redrives = scope.environment.redrives.length;
    return `${branch}${scope.node?.pointer}|${visit}|${scope.retryCount}${redrives === 0 ? "" : `|redrive ${redrives}`}`;
  }

  repeat(scope: Scope): string {
    const visit = this.#visit(scope);
    return visit === 1 && scope.retryCount === 0 ? "" : `${visit}.${scope.retryCount}/`;
  }

  #visit({ node, enteredEvent }: Scope): number {
    if (this.#event !== enteredEvent) {
      this.#event = enteredEvent;
      this.#draws = 0;
      this.#visits.set(node, (this.#visits.get(node) ?? 0) + 1);
    }
    return this.#visits.get(node) ?? 0;
  }
}
