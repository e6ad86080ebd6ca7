import type { MapState, QueryLanguageName } from "../asl/model.ts";
import type { Json } from "../base/json.ts";
import { isJsonArray } from "../base/json.ts";
import type { Answer, Surroundings } from "../query/index.ts";
import { compileJsonata, compileJsonataTemplate, compilePath, compileTemplate, isJsonata, QueryFailure } from "../query/index.ts";
import { readOrFail } from "./json-path-flow.ts";
import type { Scope } from "./scope.ts";

type FromInput = (input: Json, scope: Scope) => Answer;

/** ASL "Map State", the items: `ItemsPath` or `Items`, else the input itself. */
export function linkItems({ ItemsPath, Items }: MapState, language: QueryLanguageName): FromInput {
  if (language === "JSONPath") return itemsAt(ItemsPath ?? "$");
  if (Items === undefined) return inputItself;
  if (typeof Items !== "string" || !isJsonata(Items)) return linkItemList(Items);
  const evaluate = compileJsonata("Items", Items, "array");
  return (input, scope) => evaluate({ input }, scope);
}

function itemsAt(path: string): FromInput {
  const expression = compilePath(path);
  return (input, scope) => {
    const items = readOrFail(expression, input, scope);
    if (isJsonArray(items)) return items;
    throw new QueryFailure("States.Runtime", `Reference path "${expression.text}" must point to array.`);
  };
}

function inputItself(input: Json): Json {
  if (isJsonArray(input)) return input;
  throw new QueryFailure("States.QueryEvaluationError", `Map state input must be an array but was: ${JSON.stringify(input)}`);
}

/** A list written out, with expressions among its items. */
function linkItemList(list: Json): FromInput {
  const evaluate = compileJsonataTemplate("Items", list);
  return (input, scope) => evaluate({ input }, scope);
}

/** Makes of the Map's input, and of the item that can be seen around, what an iteration gets. */
export type ItemSelector = (input: Json, around: Surroundings) => Answer;

/** `ItemSelector`, or `Parameters` in the older spelling: what an iteration gets instead of its item. */
export function linkItemSelector(template: Json | undefined, language: QueryLanguageName): ItemSelector | undefined {
  if (template === undefined) return undefined;
  if (language === "JSONPath") return compileTemplate(template);
  const evaluate = compileJsonataTemplate("ItemSelector", template);
  return (input, around) => evaluate({ input }, around);
}
