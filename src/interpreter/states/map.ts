import type { ItemProcessor, MapState } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import { isJsonArray } from "../../base/json.ts";
import type { Step } from "../../kernel/effect.ts";
import { all } from "../../kernel/effect.ts";
import type { Evaluator } from "../../query/index.ts";
import { compilePath, compileTemplate, QueryFailure } from "../../query/index.ts";
import { linkDataFlow, readOrFail } from "../data-flow.ts";
import { Fork } from "../fork.ts";
import type { LinkFrame } from "../linker.ts";
import type { MapItem, Scope } from "../scope.ts";
import type { StateNode, StateRunner } from "../state-node.ts";
import { Transition } from "../state-node.ts";
import { failureOf } from "../states-errors.ts";
import { runStates } from "../transitions.ts";

/** ASL "Map State" (inline): runs its item processor once for each item, so many at a time. */
export function linkMap(state: MapState, { node, next, graph }: LinkFrame): StateRunner {
  const { Parameters, ...fields } = state;
  const flow = linkDataFlow(fields);
  const items = linkItems(state.ItemsPath);
  const concurrency = linkConcurrency(state);
  const field = state.ItemProcessor === undefined ? "Iterator" : "ItemProcessor";
  const start = graph(state[field] as ItemProcessor, field);
  const selection = state.ItemSelector ?? Parameters;
  const select = selection === undefined ? undefined : compileTemplate(selection);
  return function* map(scope: Scope, raw: Json): Step<Transition> {
    const input = flow.input(raw, scope);
    const width = concurrency(input, scope);
    const iterations = new Iterations(node, start, scope, items(input, scope), select, input);
    const outputs = yield* iterations.run(width);
    return new Transition(next, flow.output(raw, outputs, scope));
  };
}

function linkItems(path: string | undefined): (input: Json, scope: Scope) => readonly Json[] {
  const expression = compilePath(path ?? "$");
  return (input, scope) => {
    const items = readOrFail(expression, input, scope);
    if (isJsonArray(items)) return items;
    throw new QueryFailure("States.Runtime", `Reference path "${expression.text}" must point to array.`);
  };
}

function linkConcurrency({ MaxConcurrency, MaxConcurrencyPath }: MapState): (input: Json, scope: Scope) => number {
  if (MaxConcurrencyPath === undefined) return () => MaxConcurrency ?? 0;
  const expression = compilePath(MaxConcurrencyPath);
  return (input, scope) => {
    const width = readOrFail(expression, input, scope);
    if (typeof width === "number" && Number.isInteger(width) && width >= 0) return width;
    const text = `The MaxConcurrencyPath field refers to value ${JSON.stringify(width)} which is not a valid integer: ${expression.text}`;
    throw new QueryFailure("States.Runtime", text);
  };
}

/** The iterations of one Map: as many lines as may run at once, each taking the next item when it is done with one. */
class Iterations {
  readonly #node: StateNode;
  readonly #start: StateNode;
  readonly #scope: Scope;
  readonly #items: readonly Json[];
  readonly #select: Evaluator | undefined;
  readonly #input: Json;
  readonly #outputs: Json[];
  #taken = 0;

  constructor(node: StateNode, start: StateNode, scope: Scope, items: readonly Json[], select: Evaluator | undefined, input: Json) {
    this.#node = node;
    this.#start = start;
    this.#scope = scope;
    this.#items = items;
    this.#select = select;
    this.#input = input;
    this.#outputs = new Array<Json>(items.length);
  }

  *run(concurrency: number): Step<readonly Json[]> {
    this.#scope.pen.event("MapStateStarted", this.#items.length);
    const fork = new Fork(this.#scope);
    const workers = Array.from({ length: this.#width(concurrency) }, (_, place) => this.#work(fork, place, this.#open(fork, place)));
    yield* all(workers);
    fork.complete();
    return this.#outputs;
  }

  /** `MaxConcurrency` 0 asks for as many as possible. */
  #width(concurrency: number): number {
    const { inlineMapConcurrency } = this.#scope.environment.quotas;
    return Math.min(concurrency === 0 ? Number.POSITIVE_INFINITY : concurrency, inlineMapConcurrency, this.#items.length);
  }

  *#work(fork: Fork, place: number, first: Scope): Step<void> {
    for (let line: Scope | undefined = first; line !== undefined; ) {
      const { index } = line.item as MapItem;
      try {
        this.#outputs[index] = yield* runStates(this.#start, line, this.#itemInput(line));
      } catch (thrown) {
        const failure = failureOf(thrown, line);
        fork.failed(place);
        throw failure;
      }
      const last = fork.succeeded(place);
      line = this.#taken < this.#items.length ? this.#open(fork, place, last) : undefined;
    }
  }

  #open(fork: Fork, place: number, after?: Scope["pen"]["last"]): Scope {
    const index = this.#taken++;
    const line = this.#scope.inside(this.#node, index, { index, value: this.#items[index] as Json });
    if (after !== undefined) line.pen.last = after;
    fork.open(place, line);
    return line;
  }

  /** The item, or what ItemSelector makes of it: there `$` is the Map's input, and the present state is the Map. */
  #itemInput(line: Scope): Json {
    if (this.#select === undefined) return line.item?.value as Json;
    line.node = this.#node;
    line.enteredAt = this.#scope.enteredAt;
    line.enteredEvent = this.#scope.enteredEvent;
    return this.#select(this.#input, line);
  }
}
