/** Evaluating an expression with the package: one compiled copy for each evaluation that is under way. */

import { mutableCopy } from "../../base/frozen-json.ts";
import type { Json } from "../../base/json.ts";
import { setMember } from "../../base/json.ts";
import type { Surroundings } from "../surroundings.ts";
import { Budget } from "./budget.ts";
import { addFunctions } from "./functions.ts";
import { guard } from "./guards.ts";
import type { JsonataExpression, JsonataNode } from "./package.ts";
import { parseJsonata } from "./package.ts";
import type { States } from "./states.ts";
import { nodesOf } from "./syntax.ts";
import { variablesIn } from "./variables.ts";

/**
 * A compiled copy of an expression, with its budget and the surroundings of what it evaluates. Two evaluations never share
 * one: several machines may run at once, and a part of a failed evaluation may still be under way when the next begins.
 */
export class Evaluation {
  readonly budget: Budget = new Budget();
  readonly tree: JsonataNode;
  readonly #expression: JsonataExpression;
  #around: Surroundings | undefined;

  constructor(source: string) {
    this.#expression = parseJsonata(source);
    this.tree = this.#expression.ast();
  }

  /** From here on the tree is no longer as it was read. */
  prepare(): this {
    guard(this.#expression, this.budget, (frame) => {
      frame.timestamp = new Date(this.around.now());
    });
    addFunctions(this.#expression, this);
    return this;
  }

  get around(): Surroundings {
    return this.#around as Surroundings;
  }

  evaluate(bindings: object, around: Surroundings): Promise<unknown> {
    this.budget.reset();
    this.#around = around;
    return this.#expression.evaluate(undefined, bindings);
  }
}

/** An expression, with its idle copies. */
export class Expression {
  readonly #source: string;
  readonly #idle: Evaluation[] = [];
  readonly #variables: readonly string[];
  readonly #needsContext: boolean;
  /** The package writes to the data: marks on arrays, changes by the `~> |…|` operator. */
  #writes = false;

  constructor(source: string, first: Evaluation) {
    this.#source = source;
    this.#variables = variablesIn(first.tree);
    this.#needsContext = mentionsContext(first.tree);
    this.#idle.push(first.prepare());
  }

  /** Data is shared with the package until it fails to write to it; from then on it gets a copy of its own. */
  evaluate(states: States, around: Surroundings): Promise<unknown> {
    const bindings = this.#bindings(states, around);
    if (this.#writes) return this.#attempt(mutableCopy(bindings) as object, around, rethrow);
    return this.#attempt(bindings, around, async (thrown) => {
      if (!isTypeError(thrown)) throw thrown;
      const result = await this.#attempt(mutableCopy(bindings) as object, around, rethrow);
      this.#writes = true;
      return result;
    });
  }

  /** One promise, since each would be waited for: what `failed` answers is the result of what failed. */
  #attempt(bindings: object, around: Surroundings, failed: (thrown: unknown) => unknown): Promise<unknown> {
    const evaluation = this.#idle.pop() ?? new Evaluation(this.#source).prepare();
    return evaluation.evaluate(bindings, around).then(
      (result) => {
        this.#idle.push(evaluation);
        return result;
      },
      (thrown: unknown) => {
        evaluation.budget.exhaust();
        return failed(thrown);
      },
    );
  }

  #bindings(states: States, around: Surroundings): { readonly [name: string]: Json } {
    const bindings: { [name: string]: Json } = { states: this.#statesOf(states, around) };
    for (const name of this.#variables) {
      const value = around.variable(name);
      if (value !== undefined) setMember(bindings, name, frozen(value));
    }
    return bindings;
  }

  #statesOf(states: States, around: Surroundings): Json {
    const value: { [name: string]: Json } = { input: frozen(states.input) };
    if (states.result !== undefined) value["result"] = frozen(states.result);
    if (states.errorOutput !== undefined) value["errorOutput"] = frozen(states.errorOutput);
    if (this.#needsContext) value["context"] = frozen(around.contextObject());
    return value;
  }
}

/** The Context Object is made when asked for: can this expression ask? */
function mentionsContext(tree: JsonataNode): boolean {
  const elsewhere = new Set<JsonataNode>();
  for (const node of nodesOf(tree)) {
    const [first, second] = node.type === "path" ? (node.steps ?? []) : [];
    if (first !== undefined && second?.type === "name" && second.value !== "context") elsewhere.add(first);
  }
  return [...nodesOf(tree)].some((node) => node.type === "variable" && node.value === "states" && !elsewhere.has(node));
}

/** Freezes in place what is not frozen yet, so that an expression cannot change a value that others see. */
function frozen(value: Json): Json {
  if (value === null || typeof value !== "object" || Object.isFrozen(value)) return value;
  for (const part of Object.values<Json>(value)) frozen(part);
  return Object.freeze(value);
}

function rethrow(thrown: unknown): never {
  throw thrown;
}

function isTypeError(thrown: unknown): boolean {
  return typeof thrown === "object" && thrown !== null && "name" in thrown && thrown.name === "TypeError";
}
