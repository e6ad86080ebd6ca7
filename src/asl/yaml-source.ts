import { createRequire } from "node:module";
import type { Document, Node, Pair, Scalar, YAMLError } from "yaml";
import { child, ROOT, stepsOf } from "../base/pointer.ts";
import { plural } from "../base/text.ts";
import type { Place, PlaceFinder } from "./place.ts";
import type { Duplicate, Fault, ReadSource } from "./source-faults.ts";
import { duplicateFaults, refused } from "./source-faults.ts";

type YamlPackage = typeof import("yaml");

let loaded: YamlPackage | undefined;

/** The `yaml` package, loaded when the first YAML is read: most definitions are JSON. */
function yaml(): YamlPackage {
  loaded ??= createRequire(import.meta.url)("yaml") as YamlPackage;
  return loaded;
}

/** YAML text to value. */
export function readYaml(text: string): ReadSource {
  // Its own check of duplicate keys compares each key with each other one and tells one of the two places only.
  const document = yaml().parseDocument(text, { merge: true, uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  if (document.errors.some(({ code }) => code === "RESOURCE_EXHAUSTION")) return refused(text, [TOO_DEEP]);
  if (document.errors.length > 0) return refused(text, document.errors.map(yamlFault));
  const duplicates = duplicateYamlKeys(document);
  return duplicates.length > 0 ? refused(text, duplicateFaults(text, duplicates)) : yamlValue(text, document);
}

/** The YAML reader recurses, and stops where the stack does. */
const TOO_DEEP: Fault = { code: "TOO_DEEPLY_NESTED", offset: 0, message: "The definition is nested too deeply to be read." };

function duplicateYamlKeys(document: Document): readonly Duplicate[] {
  const duplicates: Duplicate[] = [];
  yaml().visit(document, {
    Map(_, map, path) {
      const keys = new Map<unknown, number>();
      for (const { key } of map.items) {
        if (!yaml().isScalar(key) || key.value === "<<") continue;
        const name = String(key.value);
        const second = key.range?.[0] ?? 0;
        const first = keys.get(name);
        if (first === undefined) keys.set(name, second);
        else duplicates.push({ pointer: child(ROOT, ...stepsTo([...path, map]), name), first, second });
      }
    },
  });
  return duplicates;
}

/** The keys and indexes on the way that the YAML reader tells as nodes. */
function stepsTo(path: readonly unknown[]): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  for (const [index, node] of path.entries()) {
    if (yaml().isPair(node)) steps.push(yaml().isScalar(node.key) ? String(node.key.value) : "");
    else if (yaml().isSeq(node)) steps.push(node.items.indexOf(path[index + 1]));
  }
  return steps;
}

function yamlValue(text: string, document: Document): ReadSource {
  try {
    return { value: document.toJS({ maxAliasCount: ALIASES }), diagnostics: [] };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const message = `The YAML aliases stand for more than ${plural(ALIASES, "node")}, or for one that is not there.`;
    return refused(text, [{ code: "EXCESSIVE_ALIASES", offset: 0, message, hint: error.message }]);
  }
}

const ALIASES = 1_000;

function yamlFault(error: YAMLError): Fault {
  const tab = error.code === "TAB_AS_INDENT" ? "YAML is indented with blanks." : undefined;
  return { code: "INVALID_YAML", offset: error.pos[0], message: error.message, hint: tab };
}

/** Finds where the members of a YAML text stand. */
export function yamlPlaces(text: string): PlaceFinder {
  const document = yaml().parseDocument(text, { merge: true, uniqueKeys: false, logLevel: "silent" });
  const resolved = (node: unknown): unknown => (yaml().isAlias(node) ? node.resolve(document) : node);
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
  if (yaml().isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { value: item, place: placeOf(item as Node, undefined, resolved) };
  }
  if (!yaml().isMap(node)) return undefined;
  const pair = node.items.findLast((member) => yaml().isScalar(member.key) && String(member.key.value) === step) as
    | Pair<Scalar, Node | null>
    | undefined;
  return pair === undefined ? undefined : { value: pair.value, place: placeOf(pair.value, pair.key, resolved) };
}

function placeOf(value: Node | null, key: Scalar | undefined, resolved: (node: unknown) => unknown): Place {
  const target = resolved(value);
  const start = key?.range?.[0];
  return { key: start, value: value?.range?.[0] ?? start ?? 0, container: yaml().isMap(target) || yaml().isSeq(target) };
}
