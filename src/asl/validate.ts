import { frozenJson, NotJson } from "../base/frozen-json.ts";
import type { Json } from "../base/json.ts";
import { ROOT } from "../base/pointer.ts";
import type { MachineType } from "./decode.ts";
import { decodeDefinition } from "./decode.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { isError, Report } from "./diagnostics.ts";
import type { Definition } from "./model.ts";
import type { SourceText } from "./read-source.ts";
import { DEFINITION_BYTES } from "./read-source.ts";
import { checkExpress } from "./rules/express.ts";
import { unsupportedFeatures } from "./rules/supported.ts";
import { withPlaces } from "./source-map.ts";
import { graphsOf } from "./walk.ts";

export interface CheckedDefinition {
  /** A frozen copy; there only when there is no error. */
  readonly definition?: Definition;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a definition itself does not tell. */
export interface CheckOptions {
  /** STANDARD where nothing is said. */
  readonly type?: MachineType | undefined;
}

/** All that AWS would refuse in a definition and some things that it would not, with places where its source text is given. */
export function checkDefinition(value: unknown, source?: SourceText, { type = "STANDARD" }: CheckOptions = {}): CheckedDefinition {
  const json = jsonOf(value);
  const report = new Report(json instanceof NotAccepted ? undefined : json);
  if (json instanceof NotAccepted) report.add(json.code, ROOT, json.message);
  else decodeDefinition(json, type, report);
  const found = report.diagnostics();
  const diagnostics = source === undefined ? found : withPlaces(found, withoutMark(source));
  // The one place where a checked value becomes a model.
  return found.some(isError) ? { diagnostics } : { definition: json as unknown as Definition, diagnostics };
}

/** What of a valid definition this version cannot run, with places where its source text is given. */
export function checkSupported(definition: Definition, source?: SourceText): readonly Diagnostic[] {
  const found = unsupportedFeatures(definition);
  return source === undefined ? found : withPlaces(found, withoutMark(source));
}

/** Why a valid definition cannot be a machine of a type. */
export function checkMachineType(definition: Definition, type: MachineType): readonly Diagnostic[] {
  const json = definition as unknown as Json;
  const report = new Report(json);
  checkExpress(graphsOf(json), type, report);
  return report.diagnostics();
}

const withoutMark = (source: SourceText): SourceText => ({ ...source, text: source.text.replace(/^\uFEFF/, "") });

class NotAccepted {
  readonly code: keyof typeof LIMITS | "NOT_JSON";
  readonly message: string;
  constructor(code: NotAccepted["code"], message: string) {
    this.code = code;
    this.message = message;
  }
}

function jsonOf(value: unknown): Json | NotAccepted {
  const limit = exceeded(value);
  if (limit !== undefined) return new NotAccepted(limit, LIMITS[limit]);
  try {
    return frozenJson(value);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return new NotAccepted("NOT_JSON", `A definition must be plain JSON, but ${error.path} is ${error.found}.`);
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
