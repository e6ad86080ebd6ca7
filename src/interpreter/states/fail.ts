import type { FailState, QueryLanguageName } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import { StatesFailure } from "../../base/states-failure.ts";
import type { Step } from "../../kernel/effect.ts";
import type { Answer } from "../../query/index.ts";
import { compileJsonata, compileTemplateField, isJsonata, QueryFailure } from "../../query/index.ts";
import { ready } from "../data-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { Scope } from "../scope.ts";
import type { StateRunner } from "../state-node.ts";

/** ASL "Fail State": ends its line of states with an error. */
export function linkFail({ Error: error, ErrorPath, Cause, CausePath }: FailState, { language, inspect }: LinkFrame): StateRunner {
  const errorText = linkText("Error", error, ErrorPath, language);
  const causeText = linkText("Cause", Cause, CausePath, language);
  return function* fail(scope: Scope, raw: Json): Step<never> {
    if (inspect && language === "JSONPath") scope.stage("afterInputPath", raw);
    throw new StatesFailure(yield* textOf(errorText(raw, scope)), yield* textOf(causeText(raw, scope)));
  };
}

type TextSource = (raw: Json, scope: Scope) => Answer | undefined;

function linkText(field: string, literal: string | undefined, path: string | undefined, language: QueryLanguageName): TextSource {
  if (path !== undefined) return textAt(`${field}Path`, path);
  if (literal === undefined || language === "JSONPath" || !isJsonata(literal)) return () => literal;
  const evaluate = compileJsonata(field, literal, "string");
  return (raw, scope) => evaluate({ input: raw }, scope);
}

function textAt(field: string, path: string): TextSource {
  const evaluate = compileTemplateField(field, path);
  return (raw, scope) => {
    const value = evaluate(raw, scope);
    if (typeof value === "string") return value;
    throw new QueryFailure("States.Runtime", `The ${field} parameter must refer to a string but was: ${JSON.stringify(value)}`);
  };
}

function* textOf(answer: Answer | undefined): Step<string | undefined> {
  return answer === undefined ? undefined : ((yield* ready(answer)) as string);
}
