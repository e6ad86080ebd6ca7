/** Paths, compiled to closures: Jayway JsonPath's results (ASL "Paths"). */
import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject, setMember } from "../../base/json.ts";
import { QueryFailure } from "../failure.ts";
import { explainMissing } from "./explain-missing.ts";
import type { Reader } from "./filter.ts";
import { compileOperand } from "./filter.ts";
import { callPathFunction } from "./functions.ts";
import type { Segment } from "./grammar.ts";
import { parsePath } from "./grammar.ts";
import type { Missing } from "./missing.ts";
import { MISSING } from "./missing.ts";
import type { Spread } from "./spread.ts";
import { spreadOf } from "./spread.ts";
import { warningsOf } from "./warnings.ts";

/** A compiled path that begins with `$`. */
export interface JsonPath {
  readonly text: string;
  /** Can it find one value only? If not, it finds an array of them. */
  readonly definite: boolean;
  /** What AWS documents as unsupported though Jayway JsonPath, and so this library, evaluates it; one sentence each. */
  readonly warnings: readonly string[];
  /** The value or values found. MISSING if a definite path finds nothing. */
  read(document: Json): Json | Missing;
  /** Why `read` answered MISSING, in Jayway's words. */
  explainMissing(document: Json): string;
}

/** More nodes than any document has that AWS would let pass: only repeated `..` can get there. */
const NODE_LIMIT = 1_000_000;

/** Compiles a path; throws a `QuerySyntaxError` if it is none. */
export function compileJsonPath(text: string): JsonPath {
  return jsonPathOf(text, parsePath(text));
}

/** The path that `segments`, parsed from `text`, stand for. */
export function jsonPathOf(text: string, segments: readonly Segment[]): JsonPath {
  const read = compileSegments(segments);
  return {
    text,
    definite: segments.at(-1)?.kind === "call" || segments.every(isDefinite),
    warnings: warningsOf(segments),
    read: (document) => read(document, document),
    explainMissing: (document) => explainMissing(segments, document),
  };
}

/** Several names are merged into one object when they end a path. */
function isDefinite(segment: Segment, index: number, all: readonly Segment[]): boolean {
  if (segment.kind === "names") return segment.names.length === 1 || index === all.length - 1;
  return segment.kind === "indexes" && segment.indexes.length === 1;
}

function compileSegments(segments: readonly Segment[]): Reader {
  const last = segments.at(-1);
  if (last?.kind === "call") return compileCall(compileSegments(segments.slice(0, -1)), last);
  const end = segments.findIndex((segment, index) => !isDefinite(segment, index, segments));
  if (end === -1) return compileDefinite(segments);
  const spreads = segments
    .slice(end)
    .map((segment, index, rest) => spreadOf(segment, rest[index - 1], index === rest.length - 1, compileSegments));
  return compileIndefinite(segments.slice(0, end), spreads);
}

function compileCall(read: Reader, call: Segment & { readonly kind: "call" }): Reader {
  const args = call.args.map((operand) => compileOperand(operand, compileSegments));
  return (node, root) => {
    const value = read(node, root);
    if (value === MISSING) return MISSING;
    const values = args.map((argument) => argument(node, root));
    return values.includes(MISSING) ? MISSING : callPathFunction(call.name, value, values as readonly Json[]);
  };
}

function compileDefinite(segments: readonly Segment[]): Reader {
  const names = segments.flatMap((segment) => (segment.kind === "names" && segment.names.length === 1 ? segment.names : []));
  if (names.length === segments.length) return (node) => readNames(names, node);
  const steps = segments.map(stepOf);
  return (node) => readSteps(steps, node);
}

function readNames(names: readonly string[], node: Json): Json | Missing {
  let value = node;
  for (const name of names) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return MISSING;
    value = value[name] as Json;
  }
  return value;
}

type Step = (node: Json) => Json | Missing;

function readSteps(steps: readonly Step[], node: Json): Json | Missing {
  let value: Json | Missing = node;
  for (const step of steps) {
    value = step(value);
    if (value === MISSING) return MISSING;
  }
  return value;
}

function stepOf(segment: Segment): Step {
  if (segment.kind === "indexes") return itemAt(segment.indexes[0] as number);
  const names = segment.kind === "names" ? segment.names : [];
  return names.length === 1 ? (node) => readNames(names, node) : (node) => merged(names, node);
}

function itemAt(index: number): Step {
  return (node) => {
    const item = isJsonArray(node) ? node.at(index) : undefined;
    return item === undefined ? MISSING : item;
  };
}

/** `['a','b']` at the end of a path: one object of those that are there. */
function merged(names: readonly string[], node: Json): Json | Missing {
  if (!isJsonObject(node)) return MISSING;
  const found: { [name: string]: Json } = {};
  for (const name of names) if (Object.hasOwn(node, name)) setMember(found, name, node[name] as Json);
  return found;
}

/** Finds nothing, and so an empty array, where its definite beginning does: AWS fails for definite paths only. */
function compileIndefinite(beginning: readonly Segment[], spreads: readonly Spread[]): Reader {
  const start = compileDefinite(beginning);
  return (node, root) => {
    const found = start(node, root);
    return found === MISSING ? [] : spreadAll(spreads, found, root);
  };
}

function spreadAll(spreads: readonly Spread[], start: Json, root: Json): readonly Json[] {
  let nodes: readonly Json[] = [start];
  for (const spread of spreads) {
    const found: Json[] = [];
    for (const node of nodes) {
      spread(node, root, found);
      if (found.length > NODE_LIMIT) throw new QueryFailure("States.Runtime", `A path finds more than ${NODE_LIMIT} values.`);
    }
    nodes = found;
  }
  return nodes;
}
