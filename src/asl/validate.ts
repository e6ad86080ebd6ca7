import { frozenJson, NotJson } from "../base/frozen-json.ts";
import type { Json } from "../base/json.ts";
import { ROOT } from "../base/pointer.ts";
import { decodeDefinition } from "./decode.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { isError, Report } from "./diagnostics.ts";
import type { Definition } from "./model.ts";
import type { SourceText } from "./read-source.ts";
import { DEFINITION_BYTES } from "./read-source.ts";
import { withPlaces } from "./source-map.ts";

export interface CheckedDefinition {
  /** A frozen copy; there only when there is no error. */
  readonly definition?: Definition;
  readonly diagnostics: readonly Diagnostic[];
}

/** All that is wrong in a definition, with places where its source text is given. */
export function checkDefinition(value: unknown, source?: SourceText): CheckedDefinition {
  const report = new Report();
  const json = jsonOf(value, report);
  if (json !== undefined) decodeDefinition(json, report);
  const found = report.diagnostics();
  const diagnostics = source === undefined ? found : withPlaces(found, withoutMark(source));
  // The one place where a checked value becomes a model.
  return found.some(isError) ? { diagnostics } : { definition: json as unknown as Definition, diagnostics };
}

const withoutMark = (source: SourceText): SourceText => ({ ...source, text: source.text.replace(/^\uFEFF/, "") });

function jsonOf(value: unknown, report: Report): Json | undefined {
  const limit = exceeded(value);
  if (limit !== undefined) {
    report.add(limit, ROOT, LIMITS[limit]);
    return undefined;
  }
  try {
    return frozenJson(value);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    report.add("NOT_JSON", ROOT, `A definition must be plain JSON, but ${error.path} is ${error.found}.`);
    return undefined;
  }
}

const DEPTH = 256;

const LIMITS = {
  TOO_DEEPLY_NESTED: `The definition is nested more than ${DEPTH} levels deep, or contains itself.`,
  TOO_LARGE: "The definition is larger than 1,048,576 bytes, the most that Step Functions accepts.",
} as const;

/** Measured in a loop before anything recurses, so that neither depth nor a cycle can do harm. */
function exceeded(value: unknown): keyof typeof LIMITS | undefined {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 1 }];
  let bytes = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    bytes += typeof next.value === "string" ? next.value.length + 1 : 1;
    if (bytes > DEFINITION_BYTES) return "TOO_LARGE";
    if (typeof next.value !== "object" || next.value === null) continue;
    if (next.depth > DEPTH) return "TOO_DEEPLY_NESTED";
    for (const [key, member] of Object.entries(next.value)) {
      bytes += key.length;
      waiting.push({ value: member, depth: next.depth + 1 });
    }
  }
  return undefined;
}
