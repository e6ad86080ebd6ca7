import type { QueryLanguageName } from "../asl/model.ts";
import type { Json } from "../base/json.ts";
import type { Step } from "../kernel/effect.ts";
import type { Answer } from "../query/index.ts";
import { compileJsonata, compilePath, QueryFailure } from "../query/index.ts";
import { ready } from "./data-flow.ts";
import { readOrFail } from "./json-path-flow.ts";
import type { Scope } from "./scope.ts";

/** What numbers a field takes. */
export interface NumberKind {
  /** As in "must be a positive integer". */
  readonly words: string;
  /** The number that a value stands for; `undefined` for one that is none of this kind. */
  readonly read: (found: Json) => number | undefined;
}

export const NON_NEGATIVE: NumberKind = { words: "a non-negative integer", read: (found) => wholeFrom(0, found) };
export const POSITIVE: NumberKind = { words: "a positive integer", read: (found) => wholeFrom(1, found) };

function wholeFrom(least: number, found: Json): number | undefined {
  return typeof found === "number" && Number.isInteger(found) && found >= least ? found : undefined;
}

/** A field that holds a number: written out, found by the path in `…Path`, or an expression. */
export interface NumberField {
  readonly name: string;
  readonly value: number | string | undefined;
  readonly path: string | undefined;
  readonly kind: NumberKind;
  /** What is said of another value that the path finds. */
  readonly refusal: (value: string, path: string) => string;
}

export type NumberSource = (input: Json, scope: Scope) => Answer | undefined;

export function linkNumber(field: NumberField, language: QueryLanguageName): NumberSource {
  const { value, path } = field;
  if (path !== undefined) return numberAt(path, field);
  return typeof value !== "string" || language === "JSONPath" ? () => value : numberBy(value, field);
}

function numberAt(path: string, { kind, refusal }: NumberField): NumberSource {
  const expression = compilePath(path);
  return (input, scope) => {
    const found = readOrFail(expression, input, scope);
    const number = kind.read(found);
    if (number === undefined) throw new QueryFailure("States.Runtime", refusal(JSON.stringify(found), path));
    return number;
  };
}

function numberBy(source: string, { name, kind }: NumberField): NumberSource {
  const evaluate = compileJsonata(name, source, "number");
  const check = (found: Json): Json => {
    const number = kind.read(found);
    if (number !== undefined) return number;
    throw new QueryFailure(
      "States.QueryEvaluationError",
      `The ${name} field must be ${kind.words} but was: ${JSON.stringify(found)}`,
      name,
    );
  };
  return (input, scope) => {
    const answer = evaluate({ input }, scope);
    return answer instanceof Promise ? answer.then(check) : check(answer);
  };
}

/** The number in a field; `undefined` where the state has none. */
export function* readNumber(source: NumberSource, input: Json, scope: Scope): Step<number | undefined> {
  const answer = source(input, scope);
  return answer === undefined ? undefined : ((yield* ready(answer)) as number);
}
