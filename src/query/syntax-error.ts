import type { Pointer } from "../base/pointer.ts";
import { ROOT } from "../base/pointer.ts";

/** An expression that cannot be compiled, found before anything runs. */
export class QuerySyntaxError extends Error {
  override readonly name: string = "QuerySyntaxError";
  /** Where in the expression's text. */
  readonly offset: number;
  /** The field of a payload template that holds the expression, seen from the template. */
  readonly at: Pointer;

  constructor(message: string, offset: number, at: Pointer = ROOT) {
    super(message);
    this.offset = offset;
    this.at = at;
  }
}
