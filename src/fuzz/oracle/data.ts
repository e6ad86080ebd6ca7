import type { Catcher } from "../../asl/model.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonArray, isJsonObject, jsonEquals, withMember } from "../../base/json.ts";
import { pathNames } from "./data-plan.ts";
import type { Failure } from "./failure.ts";
import type { Visit } from "./line.ts";
import type { StatePlan } from "./plan.ts";

/** Do two JSON texts tell the same value? What one of them leaves untold counts as the same. */
export function sameJson(expected: string | undefined, seen: string | undefined): boolean {
  if (expected === undefined || seen === undefined || expected === seen) return true;
  return jsonEquals(JSON.parse(expected) as Json, JSON.parse(seen) as Json);
}

/** The output that a visit has to end with when nothing failed, as JSON text; `undefined` where that takes an expression. */
export function outputOf({ plan, input, result }: Visit): string | undefined {
  const { output, path } = plan.data;
  const made = plan.state.Type === "Pass" ? (plan.data.result ?? input) : result;
  if (output === "raw") return input;
  if (output === "result") return made;
  return output === "placed" && input !== undefined && made !== undefined ? placed(input, path, made) : undefined;
}

/** The output of a state whose failure was caught, as JSON text. */
export function caughtOutput({ plan, input }: Visit, catcher: Catcher, { error, cause }: Failure): string | undefined {
  const errorOutput = JSON.stringify({ Error: error ?? null, Cause: cause ?? null });
  if (plan.data.language === "JSONata") return catcher.Output === undefined ? errorOutput : undefined;
  if (catcher.ResultPath === null) return input;
  const names = pathNames(catcher.ResultPath);
  if (names === undefined || input === undefined) return undefined;
  return names.length === 0 ? errorOutput : placed(input, names, errorOutput);
}

/** ASL "ResultPath": the document with a value put in at these names; `undefined` where there is no place for it. */
function placed(document: string, names: readonly string[], value: string): string | undefined {
  const whole = insert(JSON.parse(document) as Json, names, JSON.parse(value) as Json);
  return whole === undefined ? undefined : JSON.stringify(whole);
}

function insert(holder: Json, names: readonly string[], value: Json): Json | undefined {
  const [name, ...rest] = names;
  if (name === undefined) return value;
  if (!isJsonObject(holder)) return undefined;
  const inner = insert(memberOf(holder, name) ?? {}, rest, value);
  return inner === undefined ? undefined : withMember(holder, name, inner);
}

function memberOf(holder: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(holder, name) ? holder[name] : undefined;
}

/** Whether putting the result into the raw input can fail: there it takes an object. */
export function mayNotBePlaced(input: string | undefined, path: readonly string[]): boolean {
  return path.length > 0 && input?.startsWith("{") !== true;
}

/** The items of a Map, each as JSON text; `undefined` where they take an expression, or are no array. */
export function itemsOf(plan: StatePlan, input: string | undefined): readonly string[] | undefined {
  const { language, inner } = plan.data;
  if (inner === undefined || input === undefined) return undefined;
  let found: Json | undefined = JSON.parse(input) as Json;
  if (language === "JSONPath") for (const name of inner) found = isJsonObject(found) ? memberOf(found, name) : undefined;
  return isJsonArray(found) ? found.map((item) => JSON.stringify(item)) : undefined;
}
