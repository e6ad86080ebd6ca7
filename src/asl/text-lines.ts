import type { Position } from "./code-frame.ts";
import { codeFrame } from "./code-frame.ts";
import type { Diagnostic } from "./diagnostics.ts";

/** A text by lines, so that offsets become positions and diagnostics get their frames. */
export class TextLines {
  readonly #lines: readonly string[];
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#lines = text.split(/\r\n|\n|\r/);
    const starts = [0];
    for (const found of text.matchAll(/\r\n|\n|\r/g)) starts.push(found.index + found[0].length);
    this.#starts = starts;
  }

  located(found: Diagnostic, offset: number): Diagnostic {
    const position = this.position(offset);
    return { ...found, ...position, codeFrame: codeFrame(this.#lines, position) };
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] as number) + 1 };
  }
}
