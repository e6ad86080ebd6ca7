import type { QueryLanguageName } from "../asl/model.ts";
import type { Json } from "../base/json.ts";
import type { Answer } from "../query/index.ts";
import { compileJsonata, compilePath, QueryFailure } from "../query/index.ts";
import { readOrFail } from "./json-path-flow.ts";
import type { Scope } from "./scope.ts";

/** A field that holds a number: written out, found by the path in `…Path`, or an expression. */
export interface NumberField {
  readonly name: string;
  readonly value: number | string | undefined;
  readonly path: string | undefined;
  /** The least of the whole numbers that the field takes. */
  readonly least: 0 | 1;
  /** What is said of another value that the path finds. */
  readonly refusal: (value: string, path: string) => string;
}

export type NumberSource = (input: Json, scope: Scope) => Answer | undefined;

export function linkNumber(field: NumberField, language: QueryLanguageName): NumberSource {
  const { value, path } = field;
  if (path !== undefined) return numberAt(path, field);
  return typeof value !== "string" || language === "JSONPath" ? () => value : numberBy(value, field);
}

function numberAt(path: string, { least, refusal }: NumberField): NumberSource {
  const expression = compilePath(path);
  return (input, scope) => {
    const found = readOrFail(expression, input, scope);
    if (isWhole(found, least)) return found;
    throw new QueryFailure("States.Runtime", refusal(JSON.stringify(found), path));
  };
}

function numberBy(source: string, { name, least }: NumberField): NumberSource {
  const evaluate = compileJsonata(name, source, "number");
  const check = (found: Json): Json => {
    if (isWhole(found, least)) return found;
    const text = `The ${name} field must be a ${least === 0 ? "non-negative" : "positive"} integer but was: ${JSON.stringify(found)}`;
    throw new QueryFailure("States.QueryEvaluationError", text, name);
  };
  return (input, scope) => {
    const answer = evaluate({ input }, scope);
    return answer instanceof Promise ? answer.then(check) : check(answer);
  };
}

function isWhole(value: Json, least: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= least;
}
