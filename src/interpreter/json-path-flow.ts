import type { StateType } from "../asl/model.ts";
import type { Json } from "../base/json.ts";
import type { Stage } from "../history/decision.ts";
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

/** ASL "Input and Output Processing" with JSONPath; `inspected`: the state's type, where the stages of the data are noted. */
export function linkJsonPathFlow(fields: JsonPathFields, hasResult: boolean, inspected: StateType | undefined): DataFlow {
  const steps = linkSteps(fields);
  return compose(inspected === undefined ? steps : noteStages(steps, hasResult, inspected));
}

type DataStep = (data: Json, scope: Scope) => Json;

interface Steps {
  readonly selectInput: DataStep;
  readonly parameters: DataStep;
  readonly selectResult: DataStep;
  readonly place: (raw: Json, result: Json, scope: Scope) => Json;
  readonly selectOutput: DataStep;
  readonly assign: Evaluator | undefined;
}

const unchanged = (data: Json): Json => data;

function linkSteps({ InputPath, Parameters, ResultSelector, ResultPath, OutputPath, Assign }: JsonPathFields): Steps {
  return {
    selectInput: selectByPath(InputPath),
    parameters: Parameters === undefined ? unchanged : limited(compileTemplate(Parameters)),
    selectResult: ResultSelector === undefined ? unchanged : compileTemplate(ResultSelector),
    place: placeResult(ResultPath),
    selectOutput: selectByPath(OutputPath),
    assign: Assign === undefined ? undefined : compileTemplate(Assign),
  };
}

/** What Parameters makes of the input may be as large as any input. */
function limited(parameters: Evaluator): DataStep {
  return (data, scope) => scope.sized(parameters(data, scope));
}

/** A state of few fields is run by few steps: what is left unchanged is not called. */
function compose({ selectInput, parameters, selectResult, place, selectOutput, assign }: Steps): DataFlow {
  const leave = ((raw, result, scope, next) =>
    new Transition(next, selectOutput(place(raw, selectResult(result, scope), scope), scope))) satisfies Leave;
  const leaveAssigning: Leave = (raw, result, scope, next) => {
    const selected = selectResult(result, scope);
    return transitionTo(next, selectOutput(place(raw, selected, scope), scope), assign && (() => assign(selected, scope)));
  };
  return { enter: composeEnter(selectInput, parameters), leave: assign === undefined ? leave : leaveAssigning };
}

function composeEnter(selectInput: DataStep, parameters: DataStep): DataStep {
  if (parameters === unchanged) return selectInput;
  return selectInput === unchanged ? parameters : (raw, scope) => parameters(selectInput(raw, scope), scope);
}

/** Every stage that TestState tells of this type, whether the state has the field for it or not. */
function noteStages(steps: Steps, hasResult: boolean, type: StateType): Steps {
  const selectInput = noted("afterInputPath", steps.selectInput);
  if (!WITH_RESULT.has(type)) return { ...steps, selectInput };
  const selectResult = noted("afterResultSelector", steps.selectResult);
  return {
    ...steps,
    selectInput,
    parameters: type === "Map" ? steps.parameters : noted("afterParameters", steps.parameters),
    selectResult: (result, scope) => selectResult(hasResult ? scope.stage("result", result) : result, scope),
    place: (raw, result, scope) => scope.stage("afterResultPath", steps.place(raw, result, scope)),
  };
}

/** The types that put something in their input's place. */
const WITH_RESULT: ReadonlySet<StateType> = new Set(["Pass", "Task", "Parallel", "Map"]);

function noted(stage: Stage, step: DataStep): DataStep {
  return (data, scope) => scope.stage(stage, step(data, scope));
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
