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
  /** Is the number one that the field takes? */
  readonly takes: (value: Json) => boolean;
  /** What is said of another value that the path finds. */
  readonly refusal: (value: string, path: string) => string;
}

export type NumberSource = (input: Json, scope: Scope) => Answer | undefined;

export function linkNumber({ name, value, path, takes, refusal }: NumberField, language: QueryLanguageName): NumberSource {
  if (path !== undefined) return numberAt(path, takes, refusal);
  if (typeof value !== "string" || language === "JSONPath") return () => value;
  const evaluate = compileJsonata(name, value, "number");
  return (input, scope) => evaluate({ input }, scope);
}

function numberAt(path: string, takes: NumberField["takes"], refusal: NumberField["refusal"]): NumberSource {
  const expression = compilePath(path);
  return (input, scope) => {
    const found = readOrFail(expression, input, scope);
    if (takes(found)) return found;
    throw new QueryFailure("States.Runtime", refusal(JSON.stringify(found), path));
  };
}

export function isPositiveInteger(value: Json): boolean {
  return typeof value === "number" && Number.isInteger(value) && value > 0;
}

export function isNaturalNumber(value: Json): boolean {
  return value === 0 || isPositiveInteger(value);
}
