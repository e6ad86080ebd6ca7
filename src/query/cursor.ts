import { QuerySyntaxError } from "./syntax-error.ts";

const DEPTH_LIMIT = 100;
const BLANKS = /\s*/y;

/** A position in the text of an expression; the grammars read from it. */
export class Cursor {
  readonly text: string;
  at: number;
  #depth = 0;

  constructor(text: string, at = 0) {
    this.text = text;
    this.at = at;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  looksAt(word: string): boolean {
    return this.text.startsWith(word, this.at);
  }

  /** Steps over `word` if it is next. */
  take(word: string): boolean {
    if (!this.looksAt(word)) return false;
    this.at += word.length;
    return true;
  }

  /** Steps over what a sticky pattern matches here. */
  match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Steps over blanks; for use before {@link take}, {@link looksAt} and {@link match}. */
  blanks(): this {
    this.match(BLANKS);
    return this;
  }

  expect(word: string): void {
    if (!this.take(word)) this.fail(`expected "${word}"`);
  }

  /** Reads one level deeper; so much nesting that the stack could overflow is refused. */
  nested<T>(read: () => T): T {
    if (++this.#depth > DEPTH_LIMIT) this.fail(`more than ${DEPTH_LIMIT} levels of nesting`);
    const result = read();
    this.#depth--;
    return result;
  }

  fail(reason: string, at: number = this.at): never {
    const place = at >= this.text.length ? "at its end" : `at position ${at + 1}`;
    throw new QuerySyntaxError(`"${this.text}" cannot be read ${place}: ${reason}${reason.endsWith("?") ? "" : "."}`, at);
  }
}
