/** The grammar of intrinsic function calls (ASL "Intrinsic Functions"): `States.Format('{} of {}', $.a, $$.b)`. */
import { didYouMean } from "../../base/text.ts";
import { Cursor } from "../cursor.ts";
import type { PathExpression } from "../json-path/path-expression.ts";
import { readPath } from "../json-path/path-expression.ts";
import type { IntrinsicName } from "./functions.ts";
import { arityOf, intrinsicNames, isIntrinsicName } from "./functions.ts";

/** An argument of a call. */
export type Argument =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  /** Quoted text with `{}` in it; `pieces` are what stands between them. */
  | { readonly kind: "format"; readonly value: string; readonly pieces: readonly string[] }
  | { readonly kind: "path"; readonly path: PathExpression }
  | IntrinsicCall;

/** A call, parsed; the function exists and takes this many arguments. */
export interface IntrinsicCall {
  readonly kind: "call";
  readonly name: IntrinsicName;
  readonly args: readonly Argument[];
  /** The call as written, for messages. */
  readonly text: string;
}

const NAME = /States\.\w*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\w)/y;
const WORD = /(?:true|false|null)(?!\w)/y;
const PLAIN = /[^'\\{]+/y;
const ESCAPED = /\\['\\{}]/y;
const WORDS: { readonly [word: string]: boolean | null } = { true: true, false: false, null: null };

/** Reads a whole call. */
export function parseIntrinsic(text: string): IntrinsicCall {
  const cursor = new Cursor(text);
  const call = readCall(cursor.blanks());
  if (!cursor.blanks().done) cursor.fail("nothing may follow the closing parenthesis");
  return call;
}

function readCall(cursor: Cursor): IntrinsicCall {
  const start = cursor.at;
  const name = readName(cursor);
  cursor.blanks().expect("(");
  const args = cursor.nested(() => readArguments(cursor));
  const { least, most } = arityOf(name);
  if (args.length < least || args.length > most) cursor.fail(`${name} takes ${countOf(least, most)}, not ${args.length}`, start);
  return { kind: "call", name, args, text: cursor.text.slice(start, cursor.at) };
}

function readName(cursor: Cursor): IntrinsicName {
  const start = cursor.at;
  const name = cursor.match(NAME);
  if (name === undefined) return cursor.fail("a path, a value or an intrinsic function is expected here");
  if (isIntrinsicName(name)) return name;
  const hint = didYouMean(name, intrinsicNames);
  return cursor.fail(`there is no intrinsic function ${name}${hint === undefined ? "" : `. ${hint}`}`, start);
}

function countOf(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return `at least ${least} arguments`;
  return least === most ? `${least} arguments` : `${least} to ${most} arguments`;
}

function readArguments(cursor: Cursor): readonly Argument[] {
  const args: Argument[] = [];
  if (cursor.blanks().take(")")) return args;
  do args.push(readArgument(cursor.blanks()));
  while (cursor.blanks().take(","));
  cursor.expect(")");
  return args;
}

function readArgument(cursor: Cursor): Argument {
  if (cursor.looksAt("$")) return { kind: "path", path: readPath(cursor) };
  if (cursor.looksAt("'")) return readQuoted(cursor);
  const word = cursor.match(WORD);
  if (word !== undefined) return { kind: "literal", value: WORDS[word] as boolean | null };
  const number = cursor.match(NUMBER);
  return number === undefined ? readCall(cursor) : { kind: "literal", value: Number(number) };
}

/** The reserved characters `'`, `{`, `}` and `\` may be escaped; any other escape is refused, as by AWS. */
function readQuoted(cursor: Cursor): Argument {
  const start = cursor.at++;
  const pieces = [""];
  let value = "";
  while (!cursor.take("'")) {
    if (cursor.done) cursor.fail("the closing ' is missing", start);
    const text = cursor.take("{}") ? undefined : readCharacters(cursor);
    value += text ?? "{}";
    if (text === undefined) pieces.push("");
    else pieces[pieces.length - 1] += text;
  }
  return pieces.length === 1 ? { kind: "literal", value } : { kind: "format", value, pieces };
}

function readCharacters(cursor: Cursor): string {
  const plain = cursor.match(PLAIN) ?? (cursor.take("{") ? "{" : undefined);
  if (plain !== undefined) return plain;
  const escaped = cursor.match(ESCAPED);
  return escaped?.slice(1) ?? cursor.fail("only ', {, } and \\ may be escaped with a backslash");
}
