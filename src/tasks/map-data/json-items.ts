import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { stepsOf } from "../../base/pointer.ts";
import { itemReaderFailed } from "./item-reader-failed.ts";

/** The items of a JSON file; `keys` where they are the members of an object. */
export interface JsonItems {
  readonly values: readonly Json[];
  readonly keys?: readonly string[];
}

/** The array or object that a JSON file is, or has at `ItemsPointer`, as items; throws a StatesFailure when there is none. */
export function jsonItems(text: string, pointer: string): JsonItems {
  const found = pointedAt(parsed(text, "The file is not valid JSON."), pointer);
  if (isJsonArray(found)) return { values: found };
  if (isJsonObject(found)) return { values: Object.values(found), keys: Object.keys(found) };
  throw itemReaderFailed("Attempting to map over non-iterable node.");
}

/** JSON Pointer (RFC 6901), as `ItemsPointer` writes it. */
function pointedAt(json: Json, pointer: string): Json {
  if (pointer !== "" && !pointer.startsWith("/")) throw noSuchPath();
  return stepsOf(pointer as Pointer).reduce(memberOf, json);
}

function memberOf(json: Json, step: string): Json {
  const isThere = isJsonObject(json) ? Object.hasOwn(json, step) : isJsonArray(json) && /^(0|[1-9]\d*)$/.test(step) && step in json;
  if (!isThere) throw noSuchPath();
  return (json as { readonly [step: string]: Json })[step] as Json;
}

function noSuchPath(): ReturnType<typeof itemReaderFailed> {
  return itemReaderFailed("The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.");
}

/** The items of a JSON Lines file, not more than `most`; empty lines are none. Throws a StatesFailure for a line that is no JSON. */
export function jsonLines(text: string, most: number): readonly Json[] {
  const items: Json[] = [];
  for (let start = 0, line = 1; start < text.length && items.length < most; line++) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const source = text.slice(start, end).trim();
    if (source !== "") items.push(parsed(source, `Line ${line} of the file is not valid JSON.`));
    start = end + 1;
  }
  return items;
}

/** JSON text; of what is wrong with it JavaScript tells differently from version to version. */
export function parsed(text: string, refusal: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw itemReaderFailed(refusal);
  }
}
