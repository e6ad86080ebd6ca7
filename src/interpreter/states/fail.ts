import type { FailState } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import { StatesFailure } from "../../base/states-failure.ts";
import { compileTemplateField, QueryFailure } from "../../query/index.ts";
import type { Scope } from "../scope.ts";
import type { StateRunner } from "../state-node.ts";

/** ASL "Fail State": ends its line of states with an error. */
export function linkFail(state: FailState): StateRunner {
  const error = linkText("ErrorPath", state.ErrorPath, state.Error);
  const cause = linkText("CausePath", state.CausePath, state.Cause);
  return (scope, raw) => {
    throw new StatesFailure(error(raw, scope), cause(raw, scope));
  };
}

type TextSource = (raw: Json, scope: Scope) => string | undefined;

function linkText(field: string, path: string | undefined, literal: string | undefined): TextSource {
  if (path === undefined) return () => literal;
  const evaluate = compileTemplateField(field, path);
  return (raw, scope) => {
    const value = evaluate(raw, scope);
    if (typeof value === "string") return value;
    throw new QueryFailure("States.Runtime", `The ${field} parameter must refer to a string but was: ${JSON.stringify(value)}`);
  };
}
