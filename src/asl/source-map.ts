import type { Node, Pair, Scalar } from "yaml";
import { isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Pointer } from "../base/pointer.ts";
import { child, ROOT, stepsOf } from "../base/pointer.ts";
import type { Position } from "./code-frame.ts";
import { codeFrame } from "./code-frame.ts";
import type { DiagnosticCode } from "./diagnostic-codes.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { scanJson } from "./json-scanner.ts";
import type { SourceText } from "./read-source.ts";

/** Where a member stands: its key and its value. */
interface Place {
  readonly key: number | undefined;
  readonly value: number;
  readonly container: boolean;
}

/** Of these the name of a field is what is wrong, not its value. */
const ABOUT_THE_KEY: ReadonlySet<DiagnosticCode> = new Set([
  "UNKNOWN_FIELD",
  "WRONG_QUERY_LANGUAGE",
  "INVALID_STATE_NAME",
  "INVALID_VARIABLE_NAME",
  "OUTER_VARIABLE",
]);

/** The same diagnostics with line, column and code frame. Positions are looked up only here, when there is something to say. */
export function withPlaces(diagnostics: readonly Diagnostic[], source: SourceText): readonly Diagnostic[] {
  if (diagnostics.length === 0) return diagnostics;
  const text = new TextLines(source.text);
  const places = diagnostics.some((found) => found.pointer !== ROOT) ? placesOf(source) : () => undefined;
  return diagnostics.map((found) => text.located(found, offsetOf(found, places)));
}

function offsetOf(found: Diagnostic, places: (pointer: Pointer) => Place | undefined): number {
  const place = places(found.pointer);
  if (place === undefined) return 0;
  return place.key !== undefined && (place.container || ABOUT_THE_KEY.has(found.code)) ? place.key : place.value;
}

/** A text by lines, so that offsets become positions and diagnostics get their frames. */
export class TextLines {
  readonly #lines: readonly string[];
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#lines = text.split(/\r\n|\n|\r/);
    const starts = [0];
    for (const found of text.matchAll(/\r\n|\n|\r/g)) starts.push(found.index + found[0].length);
    this.#starts = starts;
  }

  located(found: Diagnostic, offset: number): Diagnostic {
    const position = this.position(offset);
    return { ...found, ...position, codeFrame: codeFrame(this.#lines, position) };
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] as number) + 1 };
  }
}

function placesOf(source: SourceText): (pointer: Pointer) => Place | undefined {
  return source.format === "json" ? jsonPlaces(source.text) : yamlPlaces(source.text);
}

function jsonPlaces(text: string): (pointer: Pointer) => Place | undefined {
  const places = new Map<Pointer, Place>();
  const open: { readonly at: Pointer; index: number | undefined }[] = [];
  let key: { readonly name: string; readonly offset: number } | undefined;
  const place = (value: number, container: boolean): Pointer => {
    const parent = open.at(-1);
    const at = parent === undefined ? ROOT : child(parent.at, parent.index === undefined ? (key?.name ?? "") : parent.index++);
    places.set(at, { key: key?.offset, value, container });
    key = undefined;
    return at;
  };
  scanJson(text, {
    enter: (kind, offset) => open.push({ at: place(offset, true), index: kind === "array" ? 0 : undefined }),
    leave: () => open.pop(),
    key: (name, offset) => {
      key = { name, offset };
    },
    scalar: (offset) => place(offset, false),
  });
  return (pointer) => places.get(pointer);
}

function yamlPlaces(text: string): (pointer: Pointer) => Place | undefined {
  const document = parseDocument(text, { merge: true, uniqueKeys: false, logLevel: "silent" });
  const resolved = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  return (pointer) => {
    let place: Place | undefined;
    let node: unknown = document.contents;
    for (const step of stepsOf(pointer)) {
      const found = memberOf(resolved(node), step, resolved);
      // A member that a merge key brought in stands where the merge key's map does.
      if (found === undefined) return place;
      node = found.value;
      place = found.place;
    }
    return place;
  };
}

function memberOf(
  node: unknown,
  step: string,
  resolved: (node: unknown) => unknown,
): { readonly value: unknown; readonly place: Place } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { value: item, place: placeOf(item as Node, undefined, resolved) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.findLast((member) => isScalar(member.key) && String(member.key.value) === step) as
    | Pair<Scalar, Node | null>
    | undefined;
  return pair === undefined ? undefined : { value: pair.value, place: placeOf(pair.value, pair.key, resolved) };
}

function placeOf(value: Node | null, key: Scalar | undefined, resolved: (node: unknown) => unknown): Place {
  const target = resolved(value);
  const start = key?.range?.[0];
  return { key: start, value: value?.range?.[0] ?? start ?? 0, container: isMap(target) || isSeq(target) };
}
