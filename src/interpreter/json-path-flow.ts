import type { Json } from "../base/json.ts";
import type { Evaluator, PathExpression } from "../query/index.ts";
import { compilePath, compileReferencePath, compileTemplate, MISSING, QueryFailure } from "../query/index.ts";
import type { DataFlow, Leave } from "./data-flow.ts";
import { transitionTo } from "./data-flow.ts";
import type { Scope } from "./scope.ts";
import { Transition } from "./state-node.ts";

/** The fields of a JSONPath state that shape its data, whichever of them it has. */
export interface JsonPathFields {
  readonly InputPath?: string | null;
  readonly Parameters?: Json;
  readonly ResultSelector?: Json;
  readonly ResultPath?: string | null;
  readonly OutputPath?: string | null;
  readonly Assign?: Json;
}

/** ASL "Input and Output Processing" with JSONPath; steps that are not asked for are not there. */
export function linkJsonPathFlow(fields: JsonPathFields): DataFlow {
  return { enter: linkEnter(fields), leave: linkLeave(fields) };
}

const unchanged = (data: Json): Json => data;

function linkEnter({ InputPath, Parameters }: JsonPathFields): (raw: Json, scope: Scope) => Json {
  const select = selectByPath(InputPath);
  if (Parameters === undefined) return select;
  const parameters: Evaluator = compileTemplate(Parameters);
  return select === unchanged ? parameters : (raw, scope) => parameters(select(raw, scope), scope);
}

function linkLeave({ ResultSelector, ResultPath, OutputPath, Assign }: JsonPathFields): Leave {
  const pick = ResultSelector === undefined ? unchanged : compileTemplate(ResultSelector);
  const place = placeResult(ResultPath);
  const select = selectByPath(OutputPath);
  if (Assign === undefined) return (raw, result, scope, next) => new Transition(next, select(place(raw, pick(result, scope)), scope));
  const assign = compileTemplate(Assign);
  return (raw, result, scope, next) => {
    const picked = pick(result, scope);
    return transitionTo(next, select(place(raw, picked), scope), assign(picked, scope));
  };
}

const NOTHING: Json = Object.freeze({});

/** InputPath and OutputPath: absent keeps the data, `null` stands for `{}`, a path that finds nothing fails the execution. */
function selectByPath(path: string | null | undefined): (data: Json, scope: Scope) => Json {
  if (path === undefined || path === "$") return unchanged;
  if (path === null) return () => NOTHING;
  const expression = compilePath(path);
  return (data, scope) => readOrFail(expression, data, scope);
}

/** What a path finds; else `States.Runtime`. */
export function readOrFail(path: PathExpression, data: Json, scope: Scope): Json {
  const found = path.read(data, scope);
  if (found === MISSING) throw new QueryFailure("States.Runtime", `Invalid path '${path.text}' : ${path.explainMissing(data, scope)}`);
  return found;
}

/** ResultPath: absent replaces the data by the result, `null` discards the result, a path inserts it. */
export function placeResult(path: string | null | undefined): (raw: Json, result: Json) => Json {
  if (path === undefined || path === "$") return (_raw, result) => result;
  if (path === null) return unchanged;
  const reference = compileReferencePath(path);
  return (raw, result) => reference.insert(raw, result);
}
