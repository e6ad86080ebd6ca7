/** ASL "Paths": `$…` of the input, `$$…` of the Context Object, `$name…` of a variable. */
import type { Json } from "../../base/json.ts";
import { Cursor } from "../cursor.ts";
import type { Surroundings } from "../surroundings.ts";
import { readSegments } from "./grammar.ts";
import type { JsonPath } from "./json-path.ts";
import { jsonPathOf } from "./json-path.ts";
import type { Missing } from "./missing.ts";
import { MISSING } from "./missing.ts";

/** A compiled path together with what it is applied to. */
export interface PathExpression {
  readonly text: string;
  /** Can it find one value only? If not, it finds an array of them. */
  readonly definite: boolean;
  readonly root: "input" | "context" | "variable";
  /** Only of a variable. */
  readonly variableName?: string;
  /** What AWS documents as unsupported; one sentence each. */
  readonly warnings: readonly string[];
  read(input: Json, around: Surroundings): Json | Missing;
  /** Why `read` answered MISSING. */
  explainMissing(input: Json, around: Surroundings): string;
  /** What the path was applied to, for messages. */
  document(input: Json, around: Surroundings): Json;
}

/** Names of variables follow Unicode's identifiers (UAX 31). */
const VARIABLE = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;

/** Compiles a path; throws a `QuerySyntaxError` if it is none. */
export function compilePath(text: string): PathExpression {
  const cursor = new Cursor(text);
  const path = readPath(cursor);
  if (!cursor.done) cursor.fail(`"${text[cursor.at]}" is not expected here`);
  return path;
}

/** Reads a path up to the first character that cannot belong to it. */
export function readPath(cursor: Cursor): PathExpression {
  const start = cursor.at;
  if (!cursor.take("$")) cursor.fail('a path begins with "$"');
  const root = cursor.take("$") ? "context" : undefined;
  const variable = root === undefined ? cursor.match(VARIABLE) : undefined;
  const segments = readSegments(cursor, "alone");
  const text = cursor.text.slice(start, cursor.at);
  const path = jsonPathOf(text, segments);
  if (variable !== undefined) return variablePath(path, variable);
  return root === undefined ? inputPath(path) : contextPath(path);
}

function inputPath(path: JsonPath): PathExpression {
  const { text, definite, warnings, read, explainMissing } = path;
  return { text, definite, warnings, root: "input", read, explainMissing, document: (input) => input };
}

function contextPath(path: JsonPath): PathExpression {
  const { text, definite, warnings } = path;
  return {
    text,
    definite,
    warnings,
    root: "context",
    read: (_input, around) => path.read(around.contextObject()),
    explainMissing: (_input, around) => path.explainMissing(around.contextObject()),
    document: (_input, around) => around.contextObject(),
  };
}

function variablePath(path: JsonPath, variableName: string): PathExpression {
  const { text, definite, warnings } = path;
  return {
    text,
    definite,
    warnings,
    root: "variable",
    variableName,
    read: (_input, around) => {
      const value = around.variable(variableName);
      return value === undefined ? MISSING : path.read(value);
    },
    explainMissing: (_input, around) => {
      const value = around.variable(variableName);
      return value === undefined ? `The variable '$${variableName}' has no value.` : path.explainMissing(value);
    },
    document: (_input, around) => around.variable(variableName) ?? null,
  };
}
