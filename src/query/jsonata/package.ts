/**
 * The one door to the `jsonata` package, with our own declaration of what we use of it. It is loaded when the first
 * expression is compiled, as it takes longer to load than everything else together.
 */
import { createRequire } from "node:module";
import { InternalError } from "../../base/errors.ts";

/** A node of the package's syntax tree; the members that a type of node does not have are `undefined`. */
export interface JsonataNode {
  type: string;
  value?: unknown;
  position?: number;
  procedure?: JsonataNode;
  arguments?: readonly JsonataNode[];
  readonly steps?: readonly JsonataNode[];
  readonly expressions?: readonly JsonataNode[];
  readonly lhs?: JsonataNode | readonly (readonly JsonataNode[])[];
  readonly rhs?: JsonataNode;
  readonly body?: JsonataNode;
  readonly terms?: readonly { readonly expression: JsonataNode }[];
  readonly focus?: string;
  readonly index?: string;
}

/** A frame of variables. */
export interface JsonataFrame {
  lookup(name: string): unknown;
  /** What `$toMillis` takes for now. */
  timestamp: Date;
}

/** A function of the package; `this` of its implementation tells where it is called. */
export interface JsonataFunction {
  readonly implementation: (this: JsonataCall, ...args: readonly unknown[]) => unknown;
}

/** Where a function is called from. */
export interface JsonataCall {
  readonly environment: JsonataFrame;
}

/** An expression that the package has compiled. */
export interface JsonataExpression {
  ast(): JsonataNode;
  assign(name: string | symbol, value: unknown): void;
  registerFunction(name: string, implementation: (this: JsonataCall, ...args: never[]) => unknown, signature: string): void;
  evaluate(input: undefined, bindings: object): Promise<unknown>;
}

/** The package itself. */
export interface JsonataPackage {
  (text: string, options: { readonly RegexEngine: unknown }): JsonataExpression;
  /** The engine of all expressions in the process. */
  readonly RegexEngine?: unknown;
}

/** What the package throws: not an `Error` mostly. */
export interface JsonataError {
  readonly code?: string;
  readonly message?: string;
  readonly position?: number;
}

/** The package calls what is assigned to these names before and after each step. */
export const EVALUATE_ENTRY: unique symbol = Symbol.for("jsonata.__evaluate_entry");
export const EVALUATE_EXIT: unique symbol = Symbol.for("jsonata.__evaluate_exit");

let loaded: JsonataPackage | undefined;

function jsonataPackage(): JsonataPackage {
  // Not `import()`: Jest has none in CommonJS, and expressions are compiled where nothing can be awaited.
  loaded ??= createRequire(import.meta.url)("jsonata") as JsonataPackage;
  return loaded;
}

/** Compiles with the package. The engine for regular expressions belongs to the whole process: it is left as it is. */
export function parseJsonata(source: string): JsonataExpression {
  const jsonata = jsonataPackage();
  return jsonata(source, { RegexEngine: jsonata.RegexEngine });
}

/** The package tells of each step, and hands over the frame, before its first `await`. */
export function frameOf(expression: JsonataExpression): JsonataFrame {
  let frame: JsonataFrame | undefined;
  expression.assign(EVALUATE_ENTRY, (_node: unknown, _input: unknown, given: JsonataFrame) => {
    frame ??= given;
  });
  void expression.evaluate(undefined, {});
  if (frame === undefined) throw new InternalError("The `jsonata` package did not tell of its first step.");
  return frame;
}

let packageFrame: JsonataFrame | undefined;

/** One of the package's own functions. */
export function builtInFunction(name: string): JsonataFunction {
  packageFrame ??= frameOf(parseJsonata("null"));
  return packageFrame.lookup(name) as JsonataFunction;
}
