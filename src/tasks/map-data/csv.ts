/**
 * The records of a delimited file, as Step Functions reads them (AWS "How Step Functions parses input CSV files"): quotes are doubled
 * in and outside of quoted fields, and a backslash escapes as well. No package reads this mixture.
 */
export function* csvRecords(text: string, delimiter: string): Generator<readonly string[], undefined, undefined> {
  const scanner = new CsvScanner(text, delimiter);
  for (let record = scanner.next(); record !== undefined; record = scanner.next()) yield record;
  return undefined;
}

class CsvScanner {
  readonly #text: string;
  readonly #delimiter: string;
  /** What is not to be taken as it stands. */
  readonly #special: RegExp;
  #at = 0;

  constructor(text: string, delimiter: string) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#special = new RegExp(`["\\\\\\r\\n${delimiter}]`, "g");
  }

  /** The next record; empty lines are none. */
  next(): readonly string[] | undefined {
    while (this.#skipNewline());
    if (this.#at >= this.#text.length) return undefined;
    const record = [this.#field()];
    while (this.#text[this.#at] === this.#delimiter) {
      this.#at++;
      record.push(this.#field());
    }
    this.#skipNewline();
    return record;
  }

  #skipNewline(): boolean {
    const char = this.#text[this.#at];
    if (char !== "\n" && char !== "\r") return false;
    this.#at += char === "\r" && this.#text[this.#at + 1] === "\n" ? 2 : 1;
    return true;
  }

  #field(): string {
    let isQuoted = this.#text[this.#at] === '"';
    if (isQuoted) this.#at++;
    for (let field = ""; ; ) {
      field += this.#plain();
      const char = this.#text[this.#at];
      if (char === undefined) return field;
      if (char === "\\") field += this.#escaped();
      else if (char === '"' && this.#text[this.#at + 1] === '"') field += this.#taken(2);
      else if (char === '"' && isQuoted) {
        isQuoted = false;
        this.#at++;
      } else if (char === '"' || isQuoted) field += this.#taken(1);
      else return field;
    }
  }

  /** All up to the next special character. */
  #plain(): string {
    this.#special.lastIndex = this.#at;
    const from = this.#at;
    this.#at = this.#special.exec(this.#text)?.index ?? this.#text.length;
    return this.#text.slice(from, this.#at);
  }

  /** A backslash goes, whatever follows; a special character that follows is taken as it is. */
  #escaped(): string {
    this.#at++;
    const next = this.#text[this.#at];
    return next === "\\" || next === '"' || next === this.#delimiter ? this.#taken(1) : "";
  }

  /** One character, after so many have been read. */
  #taken(count: 1 | 2): string {
    this.#at += count;
    return this.#text[this.#at - 1] as string;
  }
}
