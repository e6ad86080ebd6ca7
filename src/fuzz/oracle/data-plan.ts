import type { QueryLanguageName, State } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";

/** What can be told of a state's data without evaluating any expression. */
export interface DataPlan {
  readonly language: QueryLanguageName;
  /** Where the output comes from: the raw input, the result, the result put into the raw input; or nobody can tell. */
  readonly output: "raw" | "result" | "placed" | "unknown";
  /** The names of `ResultPath` where the output is "placed". */
  readonly path: readonly string[];
  /** JSON text of a Pass state's `Result`. */
  readonly result: string | undefined;
  /** Whether branches and iterations can be told what they get: the raw input, or an item of what is found there. */
  readonly inner: readonly string[] | undefined;
  /** Whether an expression may fail before the state does its work, and after that. */
  readonly entryMayFail: boolean;
  readonly exitMayFail: boolean;
  /** Whether it may so that no event tells of it and the state's own Retry or Catch can take it: an intrinsic function may. */
  readonly entryMayBeTaken: boolean;
  readonly exitMayBeTaken: boolean;
  /** Names of the variables without which the state cannot do its work. */
  readonly variables: readonly string[];
}

/** Of the paths of a template, those that begin at a variable: `"total.$": "$sum.total"`. */
function variablesIn(template: Json | undefined): readonly string[] {
  if (isJsonArray(template)) return template.flatMap(variablesIn);
  if (template === undefined || !isJsonObject(template)) return [];
  return Object.entries(template).flatMap(([name, value]) => {
    if (!name.endsWith(".$")) return variablesIn(value);
    const variable = /^\$([A-Za-z_]\w*)/.exec(String(value))?.[1];
    return variable === undefined ? [] : [variable];
  });
}

/** JSONata has no intrinsic functions: that its expressions fail is told. */
function callsIntrinsic(names: readonly string[], fields: Fields): boolean {
  return names.some((name) => fields[name] !== undefined && JSON.stringify(fields[name]).includes("States."));
}

type Fields = { readonly [field: string]: Json | undefined };

/** The fields that are evaluated before a state does its work; any of these may fail. */
const BEFORE = [
  "InputPath",
  "Parameters",
  "Arguments",
  "Credentials",
  "TimeoutSecondsPath",
  "HeartbeatSecondsPath",
  "SecondsPath",
  "TimestampPath",
  "MaxConcurrencyPath",
  "ItemsPath",
  "Items",
  "ItemSelector",
  "ItemReader",
  "ItemBatcher",
];
const AFTER = ["ResultSelector", "OutputPath", "Output", "Assign"];

export function dataPlanOf(state: State, language: QueryLanguageName): DataPlan {
  const fields = state as unknown as Fields;
  const path = pathNames(fields["ResultPath"]);
  const isDeep = path === undefined || path.length > 1;
  return {
    language,
    output: language === "JSONPath" ? jsonPathOutput(state, fields, path) : jsonataOutput(state, fields),
    path: path ?? [],
    result: fields["Result"] === undefined ? undefined : JSON.stringify(fields["Result"]),
    inner: innerData(state, fields),
    entryMayFail: FALLIBLE.has(state.Type) || BEFORE.some((field) => isEvaluated(field, fields)) || hasExpression(fields),
    exitMayFail: AFTER.some((field) => isEvaluated(field, fields)) || isDeep,
    entryMayBeTaken: callsIntrinsic(BEFORE, fields),
    exitMayBeTaken: callsIntrinsic(AFTER, fields) || isDeep,
    variables: state.Type === "Map" ? [] : variablesIn(fields["Parameters"]),
  };
}

/** A Map needs an array, and a Choice a rule that holds and data to look at. */
const FALLIBLE: ReadonlySet<string> = new Set(["Choice", "Map"]);
const LITERAL = ["Seconds", "Timestamp", "TimeoutSeconds", "HeartbeatSeconds", "MaxConcurrency"];

/** Fields that are numbers or instants when they are written out; any text may turn out not to be one. */
function hasExpression(fields: Fields): boolean {
  return LITERAL.some((field) => typeof fields[field] === "string");
}

/** Is there something in a field that has to be looked up? What is written out cannot fail. */
function isEvaluated(field: string, fields: Fields): boolean {
  const value = fields[field];
  if (value === undefined || value === null) return false;
  if (field === "InputPath" || field === "OutputPath") return value !== "$";
  return /Path$|^Items$|^ItemReader$/.test(field) || /\.\$":|\{%/.test(JSON.stringify(value));
}

function jsonPathOutput(state: State, fields: Fields, path: readonly string[] | undefined): DataPlan["output"] {
  if (isSelected(fields["OutputPath"]) || path === undefined) return "unknown";
  const discards = fields["ResultPath"] === null;
  if (!PRODUCERS.has(state.Type)) return isSelected(fields["InputPath"]) ? "unknown" : "raw";
  if (discards) return "raw";
  if ("ResultSelector" in fields) return "unknown";
  if (state.Type === "Pass" && !("Result" in fields) && ("Parameters" in fields || isSelected(fields["InputPath"]))) return "unknown";
  return path.length === 0 ? "result" : "placed";
}

function jsonataOutput(state: State, fields: Fields): DataPlan["output"] {
  if ("Output" in fields || (state.Type === "Choice" && state.Choices.some((rule) => "Output" in rule))) return "unknown";
  return PRODUCERS.has(state.Type) && state.Type !== "Pass" ? "result" : "raw";
}

/** States with a result of their own. */
const PRODUCERS: ReadonlySet<string> = new Set(["Pass", "Task", "Parallel", "Map"]);

const isSelected = (path: Json | undefined): boolean => path !== undefined && path !== "$";

/** Where in the raw input the data of branches, or the items, are; `undefined` when that takes an expression. */
function innerData(state: State, fields: Fields): readonly string[] | undefined {
  if ("InputPath" in fields || "Parameters" in fields || "Arguments" in fields) return undefined;
  if (state.Type === "Parallel") return [];
  if (state.Type !== "Map" || "ItemSelector" in fields || "Items" in fields || "ItemReader" in fields || "ItemBatcher" in fields)
    return undefined;
  return pathNames(fields["ItemsPath"]);
}

/** The names of a path such as `$.order.lines`; `undefined` for any other kind of path. */
export function pathNames(path: Json | undefined): readonly string[] | undefined {
  if (path === undefined || path === null) return [];
  if (typeof path !== "string" || !/^\$(\.[A-Za-z_]\w*)*$/.test(path)) return undefined;
  return path.split(".").slice(1);
}
