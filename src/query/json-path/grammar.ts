/** The grammar of paths and their filters, as Jayway JsonPath reads them (ASL "Paths", "Reference Paths"). */
import type { Json } from "../../base/json.ts";
import { Cursor } from "../cursor.ts";
import type { PathFunction } from "./functions.ts";
import { isPathFunction } from "./functions.ts";
import type { RegularExpression } from "./regular-expression.ts";
import { compileRegularExpression } from "./regular-expression.ts";

/** One step of a path. */
export type Segment =
  | { readonly kind: "names"; readonly names: readonly string[] }
  | { readonly kind: "indexes"; readonly indexes: readonly number[] }
  | { readonly kind: "slice"; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: "wildcard" }
  | { readonly kind: "descent" }
  | { readonly kind: "filter"; readonly filter: FilterTree; readonly text: string }
  | { readonly kind: "call"; readonly name: PathFunction; readonly args: readonly Operand[] };

/** Where a path stands: inside a filter its names end at operators too. */
type PathPlace = "alone" | "in a filter";

const NAME: { readonly [place in PathPlace]: RegExp } = {
  alone: /[^\s.[\](),^~'"*]+/y,
  "in a filter": /[^\s.[\](),^~'"*=<>!&|{}]+/y,
};
const INTEGER = /-?\d+/y;
const INDEX_LIMIT = 2 ** 31;

/** The segments of a whole path, which begins with `$`. */
export function parsePath(text: string): readonly Segment[] {
  const cursor = new Cursor(text);
  if (!cursor.take("$")) cursor.fail('a path begins with "$"');
  const segments = readSegments(cursor, "alone");
  if (!cursor.done) cursor.fail(`"${text[cursor.at]}" is not expected here`);
  return segments;
}

/** Reads segments up to the first character that cannot go on a path; the root is read already. */
export function readSegments(cursor: Cursor, place: PathPlace): readonly Segment[] {
  const segments: Segment[] = [];
  while (cursor.looksAt(".") || cursor.looksAt("[")) {
    const previous = segments.at(-1);
    if (previous?.kind === "call") cursor.fail("nothing may follow a function");
    if (cursor.take("..")) segments.push({ kind: "descent" }, readStep(cursor, place));
    else if (cursor.take(".")) segments.push(readStep(cursor, place));
    else segments.push(readBrackets(cursor));
  }
  return segments;
}

/** What stands after one dot or two. */
function readStep(cursor: Cursor, place: PathPlace): Segment {
  if (cursor.looksAt("[")) return readBrackets(cursor);
  if (cursor.take("*")) return { kind: "wildcard" };
  const start = cursor.at;
  const name = cursor.match(NAME[place]);
  if (name === undefined) return cursor.fail("a name is expected here");
  return cursor.take("(") ? readCall(cursor, name, start) : { kind: "names", names: [name] };
}

function readCall(cursor: Cursor, name: string, start: number): Segment {
  if (!isPathFunction(name)) return cursor.fail(`there is no function "${name}"`, start);
  const args: Operand[] = [];
  if (!cursor.blanks().take(")")) {
    do args.push(cursor.nested(() => readOperand(cursor.blanks())));
    while (cursor.blanks().take(","));
    cursor.expect(")");
  }
  return { kind: "call", name, args };
}

function readBrackets(cursor: Cursor): Segment {
  cursor.expect("[");
  cursor.blanks();
  const segment = readInside(cursor);
  cursor.blanks().expect("]");
  return segment;
}

function readInside(cursor: Cursor): Segment {
  if (cursor.looksAt("'") || cursor.looksAt('"')) return { kind: "names", names: readList(cursor, () => readQuotedName(cursor)) };
  if (cursor.take("*")) return { kind: "wildcard" };
  if (cursor.looksAt("?")) return readFilterSegment(cursor);
  return readNumbers(cursor);
}

function readList<T>(cursor: Cursor, readItem: () => T): readonly T[] {
  const items = [readItem()];
  while (cursor.blanks().take(",")) {
    cursor.blanks();
    items.push(readItem());
  }
  return items;
}

/** A backslash escapes the quote and itself; before anything else it is a part of the name. */
function readQuotedName(cursor: Cursor): string {
  const quote = cursor.text[cursor.at++] as string;
  let name = "";
  while (!cursor.take(quote)) {
    if (cursor.done) cursor.fail(`the closing ${quote} is missing`);
    if (cursor.looksAt(`\\${quote}`) || cursor.looksAt("\\\\")) cursor.at++;
    name += cursor.text[cursor.at++];
  }
  return name;
}

function readFilterSegment(cursor: Cursor): Segment {
  const start = cursor.at;
  cursor.expect("?");
  cursor.blanks().expect("(");
  const filter = cursor.nested(() => readFilter(cursor));
  cursor.blanks().expect(")");
  return { kind: "filter", filter, text: cursor.text.slice(start, cursor.at) };
}

/** `0`, `0, 2`, `1:3`, `1:`, `:3`. */
function readNumbers(cursor: Cursor): Segment {
  const start = cursor.at;
  const from = cursor.looksAt(":") ? undefined : readInteger(cursor);
  if (cursor.blanks().take(":")) return readSliceEnd(cursor, from, start);
  const indexes = [from as number];
  while (cursor.take(",")) {
    indexes.push(readInteger(cursor.blanks()));
    cursor.blanks();
  }
  return { kind: "indexes", indexes };
}

function readSliceEnd(cursor: Cursor, from: number | undefined, start: number): Segment {
  const to = cursor.blanks().looksAt("]") ? undefined : readInteger(cursor);
  if (from === undefined && to === undefined) cursor.fail("a slice has a start, an end or both", start);
  return { kind: "slice", from, to };
}

function readInteger(cursor: Cursor): number {
  const start = cursor.at;
  const digits = cursor.match(INTEGER);
  if (digits === undefined) return cursor.fail("a quoted name, a number, a slice, * or ?( ) is expected in brackets");
  const value = Number(digits);
  if (Math.abs(value) >= INDEX_LIMIT) cursor.fail("the number is too large for an index", start);
  return value === 0 ? 0 : value;
}

/** A value that a filter compares. */
export type Operand =
  | { readonly kind: "path"; readonly root: "@" | "$"; readonly segments: readonly Segment[] }
  | { readonly kind: "literal"; readonly value: Json };

/** An operator between two values. */
export type Comparison = (typeof SYMBOLS)[number] | (typeof WORDS)[number];

/** A filter, parsed. */
export type FilterTree =
  | { readonly kind: "and" | "or"; readonly parts: readonly FilterTree[] }
  | { readonly kind: "not"; readonly part: FilterTree }
  | { readonly kind: "exists"; readonly operand: Operand }
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "match"; readonly pattern: RegularExpression; readonly operand: Operand }
  | { readonly kind: "compare"; readonly operator: Comparison; readonly left: Operand; readonly right: Operand };

/** The longer ones first. */
const SYMBOLS = ["===", "!==", "==", "!=", "<=", ">=", "<", ">"] as const;
const WORDS = ["in", "nin", "subsetof", "anyof", "noneof", "all", "size", "empty", "contains"] as const;

const WORD = /[a-z]+(?=[\s['"@$(\d])/iy;
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy;
const PATTERN = /\/((?:[^/\\\n]|\\.)+)\/([a-z]*)/iy;
/** Words without quotes, as published samples write them: `[?(@.category==home)]`. */
const BARE = /[^\s()[\]{},'"=<>!&|~@$]+/y;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Reads a filter up to the parenthesis that closes it. */
function readFilter(cursor: Cursor): FilterTree {
  return readJoined(cursor, "||", "or", () => readJoined(cursor, "&&", "and", () => readUnary(cursor)));
}

function readJoined(cursor: Cursor, word: string, kind: "and" | "or", readPart: () => FilterTree): FilterTree {
  const first = readPart();
  const parts = [first];
  while (cursor.blanks().take(word)) parts.push(readPart());
  return parts.length === 1 ? first : { kind, parts };
}

function readUnary(cursor: Cursor): FilterTree {
  if (cursor.blanks().take("!")) return { kind: "not", part: cursor.nested(() => readUnary(cursor)) };
  if (!cursor.take("(")) return readRelation(cursor);
  const inside = cursor.nested(() => readFilter(cursor));
  cursor.blanks().expect(")");
  return inside;
}

function readRelation(cursor: Cursor): FilterTree {
  const start = cursor.at;
  if (cursor.looksAt("/")) return readMatch(cursor);
  const left = readOperand(cursor);
  if (cursor.blanks().take("=~")) return { kind: "match", pattern: readPattern(cursor.blanks()), operand: left };
  const operator = readOperator(cursor);
  if (operator !== undefined) return { kind: "compare", operator, left, right: readOperand(cursor.blanks()) };
  if (left.kind === "path") return { kind: "exists", operand: left };
  if (typeof left.value === "boolean") return { kind: "constant", value: left.value };
  return cursor.fail("a value alone is no condition", start);
}

function readMatch(cursor: Cursor): FilterTree {
  const pattern = readPattern(cursor);
  cursor.blanks().expect("=~");
  return { kind: "match", pattern, operand: readOperand(cursor.blanks()) };
}

function readOperator(cursor: Cursor): Comparison | undefined {
  for (const symbol of SYMBOLS) if (cursor.take(symbol)) return symbol;
  const start = cursor.at;
  const found = cursor.match(WORD)?.toLowerCase();
  if (found === undefined) return undefined;
  return WORDS.find((word) => word === found) ?? cursor.fail(`there is no operator "${found}"`, start);
}

/** A path, a literal or a list of literals. */
function readOperand(cursor: Cursor): Operand {
  if (cursor.take("@")) return { kind: "path", root: "@", segments: readSegments(cursor, "in a filter") };
  if (cursor.take("$")) return { kind: "path", root: "$", segments: readSegments(cursor, "in a filter") };
  return { kind: "literal", value: readLiteral(cursor) };
}

function readLiteral(cursor: Cursor): Json {
  if (cursor.take("[")) return cursor.nested(() => readListItems(cursor));
  const quoted = cursor.match(QUOTED);
  if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(.)/gs, "$1");
  const bare = cursor.match(BARE);
  if (bare === undefined) return cursor.fail("a path or a value is expected here");
  return bareValue(bare);
}

function readListItems(cursor: Cursor): Json {
  const items: Json[] = [];
  if (cursor.blanks().take("]")) return items;
  do items.push(readLiteral(cursor.blanks()));
  while (cursor.blanks().take(","));
  cursor.expect("]");
  return items;
}

function bareValue(word: string): Json {
  if (word === "null") return null;
  if (word === "true" || word === "false") return word === "true";
  return NUMBER.test(word) ? Number(word) : word;
}

function readPattern(cursor: Cursor): RegularExpression {
  const start = cursor.at;
  const found = cursor.match(PATTERN);
  if (found === undefined) return cursor.fail("a regular expression between slashes is expected here");
  const close = found.lastIndexOf("/");
  return compileRegularExpression(found.slice(1, close), found.slice(close + 1), (reason, at) => cursor.fail(reason, start + 1 + at));
}
