/** JSONata expressions (ASL "JSONata"), as AWS evaluates and refuses them. */
import { InternalError } from "../../base/errors.ts";
import type { Json } from "../../base/json.ts";
import type { Answer } from "../answer.ts";
import { QueryFailure } from "../failure.ts";
import type { Surroundings } from "../surroundings.ts";
import { QuerySyntaxError } from "../syntax-error.ts";
import { ASK_JSONATA, compileDotted } from "./dotted.ts";
import { Evaluation, Expression } from "./evaluation.ts";
import type { JsonataError } from "./package.ts";
import { jsonOf, NOT_JSON } from "./result.ts";
import { sourceOf, sourceOffset } from "./source.ts";
import type { States } from "./states.ts";

export type { States } from "./states.ts";

/** A compiled expression or template. */
export type JsonataEvaluator = (states: States, around: Surroundings) => Answer;
/** What a field takes. */
export type Expected = "array" | "boolean" | "number" | "string" | "object";

/** Compiles `{% … %}`; `field` names it in failures, as `Output/result`. A `QuerySyntaxError` is thrown if it is no JSONata. */
export function compileJsonata(field: string, text: string, expected?: Expected): JsonataEvaluator {
  const source = sourceOf(text);
  const first = compileFirst(field, text, source);
  const dotted = compileDotted(first.tree);
  const expression = new Expression(source, first);
  const check = new Check(field, source, expected);
  const ask = async (states: States, around: Surroundings): Promise<Json> => {
    try {
      return check.result(await expression.evaluate(states, around));
    } catch (thrown) {
      throw thrown instanceof QueryFailure ? thrown : check.thrown(thrown);
    }
  };
  if (dotted === undefined) return ask;
  return (states, around) => {
    const value = dotted(states, around);
    return value === ASK_JSONATA ? ask(states, around) : check.json(value);
  };
}

function compileFirst(field: string, text: string, source: string): Evaluation {
  try {
    return new Evaluation(source);
  } catch (thrown) {
    if (thrown instanceof InternalError) throw thrown;
    const { position = 0 } = thrown as JsonataError;
    const reason = `The JSONata expression '${source}' specified for the field '${field}' is not valid. ${reasonOf(thrown)}`;
    throw new QuerySyntaxError(reason, sourceOffset(text) + position);
  }
}

/** The failures of one field's expression, in AWS's words. */
class Check {
  readonly #field: string;
  readonly #source: string;
  readonly #expected: Expected | undefined;

  constructor(field: string, source: string, expected: Expected | undefined) {
    this.#field = field;
    this.#source = source;
    this.#expected = expected;
  }

  result(result: unknown): Json {
    if (result === undefined) return this.json(undefined);
    const value = jsonOf(result);
    return value === NOT_JSON ? this.#fail("returned an unsupported result type.") : this.json(value);
  }

  json(value: Json | undefined): Json {
    if (value === undefined) return this.#fail("returned nothing (undefined).");
    const found = this.#expected === undefined ? undefined : typeOf(value);
    if (found === this.#expected) return value;
    return this.#fail(
      `returned an unexpected result type. Expected '${this.#expected}', but was '${found}' for value: ${JSON.stringify(value)}`,
    );
  }

  thrown(error: unknown): QueryFailure {
    return this.#failure(`threw an error during evaluation. ${reasonOf(error)}`);
  }

  #fail(what: string): never {
    throw this.#failure(what);
  }

  #failure(what: string): QueryFailure {
    const subject = `The JSONata expression '${this.#source}' specified for the field '${this.#field}'`;
    return new QueryFailure("States.QueryEvaluationError", `${subject} ${what}`, this.#field);
  }
}

function typeOf(value: Json): Expected | "null" {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : (typeof value as Expected);
}

function reasonOf(thrown: unknown): string {
  const { code, message } = thrown as JsonataError;
  return code === undefined ? `${message}` : `${code}: ${message}`;
}
