/**
 * The grammar of JavaScript's regular expressions without the flag `u`, as JSONata takes them (ECMA-262 "Patterns", annex B).
 * JavaScript has accepted the pattern already: what is read here is where its parts begin and end.
 */
import { QuerySyntaxError } from "../syntax-error.ts";

/** Does a UTF-16 unit match? */
export type UnitTest = (unit: number) => boolean;

/** A parsed pattern. */
export type RegexNode =
  | { readonly kind: "unit"; readonly test: UnitTest }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "group"; readonly number: number; readonly part: RegexNode }
  | { readonly kind: "assert"; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: "reference"; readonly numbers: readonly number[] }
  | { readonly kind: "look"; readonly behind: boolean; readonly negative: boolean; readonly part: RegexNode }
  | RegexRepeat;

/** A repetition, with the groups in it: each turn forgets what they matched. */
export interface RegexRepeat {
  readonly kind: "repeat";
  readonly part: RegexNode;
  readonly least: number;
  readonly most: number;
  readonly lazy: boolean;
  readonly groups: { readonly from: number; readonly to: number };
}

const QUANTIFIER = /(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})(\??)/y;
const CLASS = /\[(?:\\[\s\S]|[^\]\\])*\]/y;
const ESCAPE = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|c[A-Za-z]|[0-3][0-7]{0,2}|[4-7][0-7]?|[\s\S])/y;
const REFERENCE = /\\(?:([1-9]\d*)|k<([^>]+)>)/y;
const LOOK = /\(\?(<?)([=!])/y;
const NAMED = /\(\?<([^=!>][^>]*)>/y;
/** Groups that capture, or what has no groups in it. A parenthesis that captures nothing is read with its question mark. */
const PIECE = /\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?<([^=!>][^>]*)>|\(\?|[\s\S]/g;
const LINE_END = /[\n\r\u2028\u2029]/;
const DEPTH_LIMIT = 200;

const isWordAt = (text: string, at: number): boolean => /\w/.test(text.charAt(at));
const isBoundary = (text: string, at: number): boolean => isWordAt(text, at - 1) !== isWordAt(text, at);

/** Reads a pattern that JavaScript accepts. */
export class RegexParser {
  readonly #source: string;
  readonly #flags: string;
  readonly #groupCount: number;
  readonly #names = new Map<string, number[]>();
  #at = 0;
  #groups = 0;
  #depth = 0;

  constructor(pattern: RegExp) {
    this.#source = pattern.source;
    this.#flags = pattern.flags.replace(/[^im]/g, "");
    // With an empty alternative it matches anything, and answers as many groups as there are.
    this.#groupCount = (new RegExp(`${pattern.source}|`).exec("")?.length ?? 1) - 1;
    this.#collectNames();
  }

  parse(): RegexNode {
    const node = this.#choice();
    return this.#at < this.#source.length ? this.#fail() : node;
  }

  /** References by name may stand before the group. */
  #collectNames(): void {
    let number = 0;
    for (const [text, name] of this.#source.matchAll(PIECE)) {
      if (text === "(" || name !== undefined) number++;
      if (name !== undefined) this.#names.set(name, [...(this.#names.get(name) ?? []), number]);
    }
  }

  #fail(): never {
    throw new QuerySyntaxError(`The regular expression /${this.#source}/ has a part that is not supported.`, this.#at);
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#source);
    if (found !== null) this.#at += found[0].length;
    return found;
  }

  #choice(): RegexNode {
    if (++this.#depth > DEPTH_LIMIT) this.#fail();
    const parts = [this.#sequence()];
    while (this.#take("|")) parts.push(this.#sequence());
    this.#depth--;
    return parts.length === 1 ? (parts[0] as RegexNode) : { kind: "choice", parts };
  }

  #sequence(): RegexNode {
    const parts: RegexNode[] = [];
    while (this.#at < this.#source.length && !"|)".includes(this.#source.charAt(this.#at))) parts.push(this.#repeated());
    return { kind: "sequence", parts };
  }

  #repeated(): RegexNode {
    const from = this.#groups + 1;
    const part = this.#atom();
    const found = this.#match(QUANTIFIER);
    if (found === null) return part;
    const [least, most] = boundsOf(found);
    return { kind: "repeat", part, least, most, lazy: found[4] === "?", groups: { from, to: this.#groups } };
  }

  #atom(): RegexNode {
    if (this.#source.startsWith("(", this.#at)) return this.#parenthesis();
    if (this.#take("^")) return { kind: "assert", holds: this.#startsLine() };
    if (this.#take("$")) return { kind: "assert", holds: this.#endsLine() };
    if (this.#take("\\b")) return { kind: "assert", holds: isBoundary };
    if (this.#take("\\B")) return { kind: "assert", holds: (text, at) => !isBoundary(text, at) };
    return this.#reference() ?? { kind: "unit", test: this.#unit() };
  }

  #startsLine(): (text: string, at: number) => boolean {
    return this.#flags.includes("m") ? (text, at) => at === 0 || LINE_END.test(text.charAt(at - 1)) : (_text, at) => at === 0;
  }

  #endsLine(): (text: string, at: number) => boolean {
    const isMultiline = this.#flags.includes("m");
    return (text, at) => at === text.length || (isMultiline && LINE_END.test(text.charAt(at)));
  }

  #parenthesis(): RegexNode {
    const look = this.#match(LOOK);
    if (look !== null) return { kind: "look", behind: look[1] === "<", negative: look[2] === "!", part: this.#closed() };
    if (this.#take("(?:")) return this.#closed();
    if (this.#match(NAMED) === null && (this.#source.startsWith("(?", this.#at) || !this.#take("("))) this.#fail();
    const number = ++this.#groups;
    return { kind: "group", number, part: this.#closed() };
  }

  #closed(): RegexNode {
    const inside = this.#choice();
    return this.#take(")") ? inside : this.#fail();
  }

  /** A number is a reference only where there are so many groups, a name only where groups have names. */
  #reference(): RegexNode | undefined {
    const start = this.#at;
    const [, number, name] = this.#match(REFERENCE) ?? [];
    if (number !== undefined && Number(number) <= this.#groupCount) return { kind: "reference", numbers: [Number(number)] };
    if (name !== undefined && this.#names.size > 0) return { kind: "reference", numbers: this.#names.get(name) ?? this.#fail() };
    this.#at = start;
    return undefined;
  }

  #unit(): UnitTest {
    const found = this.#match(CLASS) ?? this.#match(ESCAPE);
    const piece = found?.[0] ?? this.#source.charAt(this.#at++);
    if (found === null && piece !== "." && !this.#flags.includes("i")) return sameUnit(piece.charCodeAt(0));
    return testOf(found === null && "]{}".includes(piece) ? `\\${piece}` : piece, this.#flags);
  }
}

function boundsOf([text, least, comma, most]: RegExpExecArray): readonly [number, number] {
  const endless = Number.POSITIVE_INFINITY;
  if (least === undefined) return text.startsWith("?") ? [0, 1] : [text.startsWith("+") ? 1 : 0, endless];
  if (comma === undefined) return [Number(least), Number(least)];
  return [Number(least), most === "" ? endless : Number(most)];
}

function sameUnit(expected: number): UnitTest {
  return (unit) => unit === expected;
}

/** What one unit may be is JavaScript's to say: a pattern of one unit cannot run away. */
function testOf(piece: string, flags: string): UnitTest {
  const pattern = new RegExp(`^${piece}$`, flags.replace("m", ""));
  const ascii = Array.from({ length: 128 }, (_, unit) => pattern.test(String.fromCharCode(unit)));
  return (unit) => ascii[unit] ?? pattern.test(String.fromCharCode(unit));
}
