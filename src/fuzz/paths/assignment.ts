import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject, setMember } from "../../base/json.ts";
import type { Missing } from "../../query/index.ts";
import { MISSING } from "../../query/index.ts";
import type { Place, Reader, Step } from "./term.ts";
import { keyOf, OPEN, valueAt } from "./term.ts";

/** Values of documents by name: the input, and what mocks answer. */
export type Documents = ReadonlyMap<string, Json>;

/** The values that were chosen for places so far. */
export class Assignment {
  readonly documents: Documents;
  readonly #chosen: ReadonlySet<string>;

  constructor(documents: Documents = new Map(), chosen: ReadonlySet<string> = new Set()) {
    this.documents = documents;
    this.#chosen = chosen;
  }

  readonly read: Reader = (place) => {
    if (!this.#chosen.has(keyOf(place))) return OPEN;
    const document = this.documents.get(place.document);
    return document === undefined ? MISSING : valueAt(document, place.steps);
  };

  /** `undefined` where what was chosen before leaves no room for it. */
  with(place: Place, value: Json | Missing): Assignment | undefined {
    const chosen = new Set(this.#chosen).add(keyOf(place));
    const document = this.documents.get(place.document);
    if (value === MISSING)
      return document === undefined || valueAt(document, place.steps) === MISSING ? new Assignment(this.documents, chosen) : undefined;
    if (this.#isAbsentAbove(place)) return undefined;
    const changed = placed(document, place.steps, value);
    return changed === undefined ? undefined : new Assignment(new Map(this.documents).set(place.document, changed), chosen);
  }

  /** Something around the place was chosen to be missing. */
  #isAbsentAbove(place: Place): boolean {
    return place.steps.some((_step, length) => this.read({ ...place, steps: place.steps.slice(0, length) }) === MISSING);
  }
}

/** A copy of `document` with `value` in a place; `undefined` where something else stands in the way. */
export function placed(document: Json | undefined, steps: readonly Step[], value: Json): Json | undefined {
  const [first, ...rest] = steps;
  if (first === undefined) return value;
  if (typeof first === "number") return placedInList(document ?? [], first, rest, value);
  const holder = document ?? {};
  if (!isJsonObject(holder)) return undefined;
  const copy: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(holder)) setMember(copy, name, member);
  const inner = placed(Object.hasOwn(copy, first) ? copy[first] : undefined, rest, value);
  if (inner === undefined) return undefined;
  setMember(copy, first, inner);
  return copy;
}

function placedInList(list: Json, index: number, rest: readonly Step[], value: Json): Json | undefined {
  if (!isJsonArray(list) || index > 100) return undefined;
  const items = [...list];
  while (items.length < index) items.push({});
  const inner = placed(items[index], rest, value);
  if (inner === undefined) return undefined;
  items[index] = inner;
  return items;
}
