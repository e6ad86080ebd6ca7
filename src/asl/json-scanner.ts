/** Strict JSON (RFC 8259), read for its places: JSON.parse tells neither duplicate keys nor, in a stable way, where a text breaks. */

/** What a scan calls as it meets the parts of a text; offsets count UTF-16 units. */
export interface JsonVisitor {
  enter(kind: "object" | "array", offset: number): void;
  leave(): void;
  key(name: string, offset: number): void;
  scalar(offset: number): void;
}

/** Where a text stops being JSON, and why. */
export interface JsonFault {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

/** Reads a text from end to end; a loop, so that any depth is safe. Answers the first fault, `undefined` for good JSON. */
export function scanJson(text: string, visitor: JsonVisitor): JsonFault | undefined {
  return new Scan(text, visitor).run();
}

/** What may come next. */
type Expecting = "value" | "first item" | "first key" | "key" | "comma or end" | "nothing";

const BLANKS = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const COMMENT = 'JSON has no comments; ASL has the field "Comment", or write the definition in YAML.';

class Scan {
  readonly #text: string;
  readonly #visitor: JsonVisitor;
  readonly #open: ("object" | "array")[] = [];
  #offset = 0;
  #expecting: Expecting = "value";

  constructor(text: string, visitor: JsonVisitor) {
    this.#text = text;
    this.#visitor = visitor;
  }

  run(): JsonFault | undefined {
    for (;;) {
      this.#match(BLANKS);
      if (this.#offset >= this.#text.length) return this.#expecting === "nothing" ? undefined : this.#cutOff();
      const fault = this.#step(this.#text[this.#offset] as string);
      if (fault !== undefined) return fault;
    }
  }

  #step(next: string): JsonFault | undefined {
    switch (this.#expecting) {
      case "nothing":
        return this.#fault(`Unexpected ${this.#shown()} after the end of the definition.`);
      case "comma or end":
        return this.#commaOrEnd(next);
      case "first key":
        return next === "}" ? this.#close() : this.#key(next);
      case "key":
        return next === "}" ? this.#trailingComma() : this.#key(next);
      case "first item":
        return next === "]" ? this.#close() : this.#value(next);
      case "value":
        return next === "]" && this.#open.at(-1) === "array" ? this.#trailingComma() : this.#value(next);
    }
  }

  #commaOrEnd(next: string): JsonFault | undefined {
    const inObject = this.#open.at(-1) === "object";
    if (next === (inObject ? "}" : "]")) return this.#close();
    if (next !== ",")
      return this.#fault(
        `Expected "," or "${inObject ? "}" : "]"}" but found ${this.#shown()}.`,
        next === '"' ? "Is a comma missing?" : undefined,
      );
    this.#offset++;
    this.#expecting = inObject ? "key" : "value";
    return undefined;
  }

  #key(next: string): JsonFault | undefined {
    if (next !== '"') return this.#fault(`Expected a field name in double quotes but found ${this.#shown()}.`);
    const start = this.#offset;
    const fault = this.#string();
    if (fault !== undefined) return fault;
    this.#visitor.key(JSON.parse(this.#text.slice(start, this.#offset)) as string, start);
    this.#match(BLANKS);
    if (this.#offset >= this.#text.length) return this.#cutOff();
    if (this.#text[this.#offset] !== ":") return this.#fault(`Expected ":" after the field name but found ${this.#shown()}.`);
    this.#offset++;
    this.#expecting = "value";
    return undefined;
  }

  #value(next: string): JsonFault | undefined {
    if (next === "{") return this.#enter("object");
    if (next === "[") return this.#enter("array");
    const start = this.#offset;
    const fault = next === '"' ? this.#string() : this.#scalar();
    if (fault !== undefined) return fault;
    this.#visitor.scalar(start);
    this.#afterValue();
    return undefined;
  }

  #scalar(): JsonFault | undefined {
    return this.#match(SCALAR) === undefined ? this.#fault(`Expected a value but found ${this.#shown()}.`) : undefined;
  }

  #enter(kind: "object" | "array"): undefined {
    this.#visitor.enter(kind, this.#offset);
    this.#open.push(kind);
    this.#offset++;
    this.#expecting = kind === "object" ? "first key" : "first item";
  }

  #close(): undefined {
    this.#open.pop();
    this.#visitor.leave();
    this.#offset++;
    this.#afterValue();
  }

  #afterValue(): void {
    this.#expecting = this.#open.length === 0 ? "nothing" : "comma or end";
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#offset = pattern.lastIndex;
    return found;
  }

  #trailingComma(): JsonFault {
    return {
      offset: this.#text.lastIndexOf(",", this.#offset),
      message: `A comma may not stand before "${this.#text[this.#offset]}".`,
      hint: "Remove the trailing comma.",
    };
  }

  #cutOff(): JsonFault {
    const inside = this.#open.at(-1);
    const unfinished = inside === undefined ? "the definition is" : `${inside === "object" ? "an object" : "an array"} is`;
    return {
      offset: this.#text.trimEnd().length,
      message: `The text ends while ${unfinished} not finished.`,
      hint: "Is the file cut off, or a closing bracket missing?",
    };
  }

  /** Goes over a string; a loop, because a pattern would keep a way back for each character. */
  #string(): JsonFault | undefined {
    const start = this.#offset;
    for (let at = start + 1; at < this.#text.length; at++) {
      const char = this.#text[at] as string;
      if (char === '"') {
        this.#offset = at + 1;
        return undefined;
      }
      if (char < " ")
        return {
          offset: at,
          message: "A string may not contain a line break or control character.",
          hint: 'Is the closing quote missing? A line break is written "\\n".',
        };
      if (char !== "\\") continue;
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(this.#text))
        return { offset: at, message: `${this.#text.slice(at, at + 2)} is no escape of JSON.`, hint: 'A backslash is written "\\\\".' };
      at++;
    }
    return { offset: start, message: "A string is not closed." };
  }

  #shown(): string {
    const word = /[\w$-]{1,20}/y;
    word.lastIndex = this.#offset;
    return JSON.stringify(word.exec(this.#text)?.[0] ?? String.fromCodePoint(this.#text.codePointAt(this.#offset) as number));
  }

  #fault(message: string, hint?: string): JsonFault {
    const two = this.#text.slice(this.#offset, this.#offset + 2);
    if (two === "//" || two === "/*")
      return { offset: this.#offset, message: `JSON may not contain comments, but here is one ("${two}").`, hint: COMMENT };
    if (two[0] === "'") return { offset: this.#offset, message, hint: "JSON's strings stand in double quotes." };
    return { offset: this.#offset, message, ...(hint !== undefined && { hint }) };
  }
}
