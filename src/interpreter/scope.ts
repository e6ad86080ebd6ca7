import type { EventId, Instant } from "../base/brand.ts";
import { NO_EVENT } from "../base/brand.ts";
import { LimitError } from "../base/errors.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { exceedsBytes } from "../base/json.ts";
import { dataLimitExceeded } from "../base/states-failure.ts";
import type { Pen } from "../history/journal.ts";
import { draw, drawUuid } from "../kernel/random.ts";
import type { Surroundings } from "../query/index.ts";
import { contextObject } from "./context-object.ts";
import type { Environment } from "./environment.ts";
import type { Fork } from "./fork.ts";
import type { StateNode } from "./state-node.ts";

/** The Map item around a line of states. */
export interface MapItem {
  readonly index: number;
  readonly value: Json;
}

/** One line of states as it runs: where it is, and what expressions can see from there. */
export class Scope implements Surroundings {
  readonly environment: Environment;
  readonly pen: Pen;
  /** The nearest Map item around. */
  readonly item: MapItem | undefined;
  node: StateNode | undefined;
  enteredAt: Instant;
  enteredEvent: EventId = NO_EVENT;
  /** `State.RetryCount` */
  retryCount = 0;
  /** The branches or iterations of the present state, once they have started. */
  fork: Fork | undefined;
  #sizedOutput: Json | undefined;
  #chance: Chance | undefined;

  constructor(environment: Environment, pen: Pen, item?: MapItem) {
    this.environment = environment;
    this.pen = pen;
    this.item = item;
    this.enteredAt = environment.kernel.now();
  }

  enter(node: StateNode, input: Json): void {
    this.node = node;
    this.retryCount = 0;
    this.fork = undefined;
    this.enteredAt = this.environment.kernel.now();
    this.enteredEvent = this.pen.entered(node, input);
    this.countTransition();
  }

  exit(node: StateNode, output: Json): void {
    this.checkSize(output, node.name);
    this.pen.exited(node, output);
    this.node = undefined;
  }

  countTransition(): void {
    const { environment } = this;
    if (++environment.transitions > environment.quotas.transitions) throw tooManyTransitions(environment.quotas.transitions, this.node);
  }

  /** A result that is too large fails the state; what passes on unchanged is not measured again. */
  checkSize(output: Json, producer: string): void {
    if (output === this.#sizedOutput) return;
    if (exceedsBytes(output, this.environment.quotas.payloadBytes)) throw dataLimitExceeded(producer);
    this.#sizedOutput = output;
  }

  /** A scope for a branch or iteration of the present state. */
  inside(node: StateNode, index: number, item: MapItem | undefined = this.item): Scope {
    return new Scope(this.environment, this.pen.fork(node, index), item);
  }

  // — what expressions see —

  contextObject(): JsonObject {
    return contextObject(this);
  }

  variable(): undefined {
    return undefined;
  }

  random(): number {
    return draw(this.environment.seed, this.#nextDraw());
  }

  uuid(): string {
    return drawUuid(this.environment.seed, this.#nextDraw());
  }

  #nextDraw(): string {
    this.#chance ??= new Chance();
    return this.#chance.stream(this);
  }
}

/** Names each draw of a line after where it is made, so that adding a state moves no other state's values. */
class Chance {
  #event: EventId = NO_EVENT;
  #draws = 0;
  readonly #visits = new Map<StateNode | undefined, number>();

  stream(scope: Scope): string {
    if (this.#event !== scope.enteredEvent) this.#nextVisit(scope);
    const visit = this.#visits.get(scope.node);
    const branch = scope.pen.line.branch.map(({ state, index }) => `${state}[${index}]`).join("/");
    return `${branch}${scope.node?.pointer}|${visit}|${scope.retryCount}|${++this.#draws}`;
  }

  #nextVisit({ node, enteredEvent }: Scope): void {
    this.#event = enteredEvent;
    this.#draws = 0;
    this.#visits.set(node, (this.#visits.get(node) ?? 0) + 1);
  }
}

function tooManyTransitions(limit: number, node: StateNode | undefined): LimitError {
  return new LimitError(`The execution made more than ${limit} state transitions; it was in "${node?.name}" when it was stopped.`, {
    code: "TOO_MANY_TRANSITIONS",
    state: node?.name,
    hint: "A loop without a way out is the usual reason. If it is meant to be that long, raise `limits.transitions`.",
  });
}
