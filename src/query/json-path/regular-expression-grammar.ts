/** The grammar of regular expressions: the part of Java's `Pattern` that a linear matcher can run. */

type CharacterTest = (point: number) => boolean;

/** A pattern, parsed; tests take one code point each. */
export type PatternNode =
  | { readonly kind: "test"; readonly test: CharacterTest }
  | { readonly kind: "assert"; readonly holds: (text: readonly number[], at: number) => boolean }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "repeat"; readonly part: PatternNode; readonly least: number; readonly most: number | undefined };

type Fail = (reason: string, at: number) => never;

const DEPTH_LIMIT = 100;
const REPEAT_LIMIT = 1_000;
const QUANTIFIER = /[*+?]|\{(\d+)(?:(,)(\d*))?\}/y;
const LINE_ENDS = new Set([0x0a, 0x0d, 0x85, 0x2028, 0x2029]);

const isDigit: CharacterTest = (point) => point >= 0x30 && point <= 0x39;
const isWord: CharacterTest = (point) => isDigit(point) || point === 0x5f || isLetter(point);
const isLetter: CharacterTest = (point) => (point >= 0x41 && point <= 0x5a) || (point >= 0x61 && point <= 0x7a);
const isBlank: CharacterTest = (point) => point === 0x20 || (point >= 0x09 && point <= 0x0d);
const not =
  (test: CharacterTest): CharacterTest =>
  (point) =>
    !test(point);

const CLASSES: { readonly [letter: string]: CharacterTest } = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isBlank,
  S: not(isBlank),
};
const CONTROLS: { readonly [letter: string]: number } = { t: 0x09, n: 0x0a, r: 0x0d, f: 0x0c };

const wordAt = (text: readonly number[], at: number): boolean => at >= 0 && at < text.length && isWord(text[at] as number);
const atBoundary = (text: readonly number[], at: number): boolean => wordAt(text, at - 1) !== wordAt(text, at);

/** The pattern as a tree; Java's features beyond regular languages are refused through `fail`. */
export function parsePattern(pattern: string, flags: string, fail: Fail): PatternNode {
  const unknown = [...flags].find((flag) => !"isu".includes(flag));
  if (unknown !== undefined) return fail(`the flag "${unknown}" of a regular expression is not supported`, 0);
  return new PatternParser(pattern, flags, fail).parse();
}

class PatternParser {
  readonly #pattern: string;
  readonly #ignoreCase: boolean;
  readonly #dotAll: boolean;
  readonly #refuse: Fail;
  #at = 0;
  #depth = 0;

  constructor(pattern: string, flags: string, refuse: Fail) {
    this.#pattern = pattern;
    this.#ignoreCase = flags.includes("i");
    this.#dotAll = flags.includes("s");
    this.#refuse = refuse;
  }

  parse(): PatternNode {
    const node = this.#choice();
    if (this.#at < this.#pattern.length) this.#fail("a parenthesis too many");
    return node;
  }

  #fail(reason: string): never {
    return this.#refuse(`${reason} in the regular expression`, this.#at);
  }

  #take(text: string): boolean {
    if (!this.#pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #point(): number {
    const point = this.#pattern.codePointAt(this.#at);
    if (point === undefined) return this.#fail("a character is missing");
    this.#at += point > 0xffff ? 2 : 1;
    return point;
  }

  #choice(): PatternNode {
    const parts = [this.#sequence()];
    while (this.#take("|")) parts.push(this.#sequence());
    return parts.length === 1 ? (parts[0] as PatternNode) : { kind: "choice", parts };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.#at < this.#pattern.length && !"|)".includes(this.#pattern[this.#at] as string)) parts.push(this.#repeated());
    return { kind: "sequence", parts };
  }

  #repeated(): PatternNode {
    const part = this.#atom();
    QUANTIFIER.lastIndex = this.#at;
    const found = QUANTIFIER.exec(this.#pattern);
    if (found === null) return part;
    this.#at += found[0].length;
    // A lazy quantifier matches the same texts, as the whole text must match.
    if (!this.#take("?") && this.#take("+")) this.#fail("possessive quantifiers are not supported");
    return { kind: "repeat", part, ...this.#bounds(found) };
  }

  #bounds(found: RegExpExecArray): { least: number; most: number | undefined } {
    if (found[0] === "*") return { least: 0, most: undefined };
    if (found[0] === "+") return { least: 1, most: undefined };
    if (found[0] === "?") return { least: 0, most: 1 };
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === "" ? undefined : Number(found[3]);
    if (least > REPEAT_LIMIT || (most ?? 0) > REPEAT_LIMIT || (most ?? least) < least) this.#fail("impossible or too many repetitions");
    return { least, most };
  }

  #atom(): PatternNode {
    if (this.#take("(")) return this.#group();
    if (this.#take("[")) return { kind: "test", test: this.#folded(this.#class()) };
    if (this.#take(".")) return { kind: "test", test: this.#dotAll ? () => true : (point) => !LINE_ENDS.has(point) };
    if (this.#take("^")) return { kind: "assert", holds: (_text, at) => at === 0 };
    if (this.#take("$")) return { kind: "assert", holds: (text, at) => at === text.length };
    if (this.#take("\\b")) return { kind: "assert", holds: atBoundary };
    if (this.#take("\\B")) return { kind: "assert", holds: (text, at) => !atBoundary(text, at) };
    if (this.#take("\\")) return { kind: "test", test: this.#folded(this.#escape()) };
    if ("*+?{".includes(this.#pattern[this.#at] as string)) this.#fail("nothing to repeat");
    return { kind: "test", test: this.#folded(same(this.#point())) };
  }

  #group(): PatternNode {
    if (!this.#take("?:") && this.#take("?")) this.#fail("groups with options, names or looking around are not supported");
    if (++this.#depth > DEPTH_LIMIT) this.#fail(`more than ${DEPTH_LIMIT} levels of nesting`);
    const inside = this.#choice();
    this.#depth--;
    if (!this.#take(")")) this.#fail("a missing parenthesis");
    return inside;
  }

  #escape(): CharacterTest {
    const letter = this.#pattern[this.#at] ?? "";
    if (Object.hasOwn(CLASSES, letter)) {
      this.#at++;
      return CLASSES[letter] as CharacterTest;
    }
    return same(this.#escapedPoint());
  }

  #escapedPoint(): number {
    const point = this.#point();
    const letter = String.fromCodePoint(point);
    if (Object.hasOwn(CONTROLS, letter)) return CONTROLS[letter] as number;
    if (letter === "u" || letter === "x") return this.#hexadecimal(letter === "u" ? 4 : 2);
    if (isLetter(point) || isDigit(point)) this.#fail(`"\\${letter}" is not supported`);
    return point;
  }

  #hexadecimal(length: number): number {
    const digits = this.#pattern.slice(this.#at, this.#at + length);
    if (digits.length < length || !/^[0-9a-f]+$/i.test(digits)) this.#fail("hexadecimal digits are expected");
    this.#at += length;
    return Number.parseInt(digits, 16);
  }

  #class(): CharacterTest {
    const negated = this.#take("^");
    const tests: CharacterTest[] = [];
    do tests.push(this.#classItem());
    while (!this.#take("]"));
    const test: CharacterTest = (point) => tests.some((member) => member(point));
    return negated ? not(test) : test;
  }

  #classItem(): CharacterTest {
    if (this.#pattern.startsWith("[", this.#at) || this.#pattern.startsWith("&&", this.#at))
      this.#fail("a class within a class is not supported");
    if (this.#pattern[this.#at] === "\\" && Object.hasOwn(CLASSES, this.#pattern[this.#at + 1] ?? "")) {
      this.#at++;
      return this.#escape();
    }
    const from = this.#classPoint();
    if (this.#pattern[this.#at] !== "-" || this.#pattern[this.#at + 1] === "]") return same(from);
    this.#at++;
    const to = this.#classPoint();
    if (to < from) this.#fail("a range that runs backwards");
    return (point) => point >= from && point <= to;
  }

  #classPoint(): number {
    return this.#take("\\") ? this.#escapedPoint() : this.#point();
  }

  #folded(test: CharacterTest): CharacterTest {
    // As in Java, ignoring case means ASCII letters only.
    return this.#ignoreCase ? (point) => test(point) || (isLetter(point) && test(point ^ 0x20)) : test;
  }
}

const same =
  (expected: number): CharacterTest =>
  (point) =>
    point === expected;
