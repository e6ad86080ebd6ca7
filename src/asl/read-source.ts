import type { Document, YAMLError } from "yaml";
import { isPair, isScalar, isSeq, parseDocument, visit } from "yaml";
import type { Pointer } from "../base/pointer.ts";
import { child, ROOT, stepsOf } from "../base/pointer.ts";
import { plural } from "../base/text.ts";
import type { DiagnosticCode } from "./diagnostic-codes.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { diagnostic } from "./diagnostics.ts";
import type { JsonVisitor } from "./json-scanner.ts";
import { scanJson } from "./json-scanner.ts";
import { TextLines } from "./source-map.ts";

/** The text of a definition, and where it comes from. */
export interface SourceText {
  readonly text: string;
  readonly format: "json" | "yaml";
  readonly file?: string;
}

interface ReadSource {
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/** A thing wrong at an offset. */
interface Fault {
  readonly code: DiagnosticCode;
  readonly pointer?: Pointer;
  readonly offset: number;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** AWS's quota for the size of a definition. */
export const DEFINITION_BYTES = 1_048_576;

/** Text to value: what is no JSON or YAML is told with its place, and duplicate keys too, which both would swallow. */
export function readSource(source: SourceText): ReadSource {
  const tooLarge = sizeFault(source.text);
  if (tooLarge !== undefined) return { value: undefined, diagnostics: [tooLarge] };
  const text = source.text.replace(/^\uFEFF/, "");
  if (text.trim() === "") return refused(text, [{ code: "EMPTY_SOURCE", offset: 0, message: "The definition is empty." }]);
  return source.format === "json" ? readJson(text) : readYaml(text);
}

function sizeFault(text: string): Diagnostic | undefined {
  if (text.length <= DEFINITION_BYTES && Buffer.byteLength(text) <= DEFINITION_BYTES) return undefined;
  return diagnostic("TOO_LARGE", ROOT, "The definition is larger than 1,048,576 bytes, the most that Step Functions accepts.");
}

function refused(text: string, faults: readonly Fault[]): ReadSource {
  const lines = new TextLines(text);
  return {
    value: undefined,
    diagnostics: faults
      .slice(0, 20)
      .map(({ code, pointer = ROOT, offset, message, hint }) => lines.located(diagnostic(code, pointer, message, hint), offset)),
  };
}

/** The same key twice in one object; offsets of both. */
interface Duplicate {
  readonly pointer: Pointer;
  readonly first: number;
  readonly second: number;
}

function readJson(text: string): ReadSource {
  const keys = new KeyWatch();
  const fault = scanJson(text, keys);
  if (fault !== undefined) return refused(text, [{ code: "INVALID_JSON", ...fault }]);
  if (keys.duplicates.length > 0) return refused(text, duplicateFaults(text, keys.duplicates));
  return { value: JSON.parse(text), diagnostics: [] };
}

/** Notices keys that come twice. The way to them is put together only then: most definitions have none. */
class KeyWatch implements JsonVisitor {
  readonly duplicates: Duplicate[] = [];
  readonly #open: { readonly keys: Map<string, number>; step: string | number }[] = [];

  enter(kind: "object" | "array"): void {
    this.scalar();
    this.#open.push({ keys: new Map(), step: kind === "array" ? -1 : "" });
  }

  leave(): void {
    this.#open.pop();
  }

  key(name: string, offset: number): void {
    const inside = this.#open.at(-1);
    if (inside === undefined) return;
    inside.step = name;
    const first = inside.keys.get(name);
    if (first === undefined) inside.keys.set(name, offset);
    else this.duplicates.push({ pointer: child(ROOT, ...this.#open.map(({ step }) => step)), first, second: offset });
  }

  scalar(): void {
    const inside = this.#open.at(-1);
    if (typeof inside?.step === "number") inside.step++;
  }
}

function duplicateFaults(text: string, duplicates: readonly Duplicate[]): readonly Fault[] {
  const lines = new TextLines(text);
  return duplicates.map(({ pointer, first, second }) => {
    const { line, column } = lines.position(first);
    const message = `The key ${JSON.stringify(stepsOf(pointer).at(-1))} is there twice; the first is at line ${line}, column ${column}.`;
    return { code: "DUPLICATE_KEY", pointer, offset: second, message, hint: "Only one of the two would count." };
  });
}

function readYaml(text: string): ReadSource {
  // Its own check of duplicate keys compares each key with each other one and tells one of the two places only.
  const document = parseDocument(text, { merge: true, uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  if (document.errors.some(({ code }) => code === "RESOURCE_EXHAUSTION")) return refused(text, [TOO_DEEP]);
  if (document.errors.length > 0) return refused(text, document.errors.map(yamlFault));
  const duplicates = duplicateYamlKeys(document);
  return duplicates.length > 0 ? refused(text, duplicateFaults(text, duplicates)) : yamlValue(text, document);
}

/** The YAML reader recurses, and stops where the stack does. */
const TOO_DEEP: Fault = { code: "TOO_DEEPLY_NESTED", offset: 0, message: "The definition is nested too deeply to be read." };

function duplicateYamlKeys(document: Document): readonly Duplicate[] {
  const duplicates: Duplicate[] = [];
  visit(document, {
    Map(_, map, path) {
      const keys = new Map<unknown, number>();
      for (const { key } of map.items) {
        if (!isScalar(key) || key.value === "<<") continue;
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
    if (isPair(node)) steps.push(isScalar(node.key) ? String(node.key.value) : "");
    else if (isSeq(node)) steps.push(node.items.indexOf(path[index + 1]));
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
