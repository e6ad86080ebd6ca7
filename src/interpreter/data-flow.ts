import type { Json } from "../base/json.ts";
import type { Evaluator, PathExpression } from "../query/index.ts";
import { compilePath, compileReferencePath, compileTemplate, MISSING, QueryFailure } from "../query/index.ts";
import type { Scope } from "./scope.ts";

/** ASL "Input and Output Processing" of a state, compiled; steps that are not asked for are not there. */
export interface DataFlow {
  /** InputPath, then Parameters: raw input → effective input. */
  readonly input: (raw: Json, scope: Scope) => Json;
  /** ResultSelector, ResultPath, then OutputPath: raw input and result → output. */
  readonly output: (raw: Json, result: Json, scope: Scope) => Json;
}

/** The fields of a state that shape its data, whichever of them it has. */
export interface DataFlowFields {
  readonly InputPath?: string | null;
  readonly Parameters?: Json;
  readonly ResultSelector?: Json;
  readonly ResultPath?: string | null;
  readonly OutputPath?: string | null;
}

const unchanged = (data: Json): Json => data;

export function linkDataFlow(fields: DataFlowFields): DataFlow {
  return { input: linkInput(fields), output: linkOutput(fields) };
}

function linkInput({ InputPath, Parameters }: DataFlowFields): DataFlow["input"] {
  const select = selectByPath(InputPath);
  if (Parameters === undefined) return select;
  const parameters: Evaluator = compileTemplate(Parameters);
  return select === unchanged ? parameters : (raw, scope) => parameters(select(raw, scope), scope);
}

function linkOutput({ ResultSelector, ResultPath, OutputPath }: DataFlowFields): DataFlow["output"] {
  const place = placeResult(ResultPath);
  const select = selectByPath(OutputPath);
  if (ResultSelector === undefined) return (raw, result, scope) => select(place(raw, result), scope);
  const selector = compileTemplate(ResultSelector);
  return (raw, result, scope) => select(place(raw, selector(result, scope)), scope);
}

const NOTHING: Json = Object.freeze({});

/** InputPath and OutputPath: absent keeps the data, `null` stands for `{}`, a path that finds nothing fails the execution. */
export function selectByPath(path: string | null | undefined): (data: Json, scope: Scope) => Json {
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
