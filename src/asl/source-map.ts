import type { Pointer } from "../base/pointer.ts";
import { child, ROOT } from "../base/pointer.ts";
import type { DiagnosticCode } from "./diagnostic-codes.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { scanJson } from "./json-scanner.ts";
import type { Place, PlaceFinder } from "./place.ts";
import type { SourceText } from "./read-source.ts";
import { TextLines } from "./text-lines.ts";
import { yamlPlaces } from "./yaml-source.ts";

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

function offsetOf(found: Diagnostic, places: PlaceFinder): number {
  const place = places(found.pointer);
  if (place === undefined) return 0;
  return place.key !== undefined && (place.container || ABOUT_THE_KEY.has(found.code)) ? place.key : place.value;
}

function placesOf(source: SourceText): PlaceFinder {
  return source.format === "json" ? jsonPlaces(source.text) : yamlPlaces(source.text);
}

function jsonPlaces(text: string): PlaceFinder {
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
