import { child, ROOT } from "../base/pointer.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { diagnostic } from "./diagnostics.ts";
import type { JsonVisitor } from "./json-scanner.ts";
import { scanJson } from "./json-scanner.ts";
import type { Duplicate, ReadSource } from "./source-faults.ts";
import { duplicateFaults, refused } from "./source-faults.ts";
import { readYaml } from "./yaml-source.ts";

/** The text of a definition, and where it comes from. */
export interface SourceText {
  readonly text: string;
  readonly format: "json" | "yaml";
  readonly file?: string;
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
