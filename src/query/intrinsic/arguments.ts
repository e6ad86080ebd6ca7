/** The arguments of one call, asked for by the type they must have. */
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import { abbreviate } from "../../base/text.ts";
import { QueryFailure } from "../failure.ts";
import type { Surroundings } from "../surroundings.ts";

const ORDINALS = ["first", "second", "third"];

/** The evaluated arguments of one call; each question for one fails the call if the argument is not of that type. */
export class IntrinsicArguments {
  readonly values: readonly Json[];
  readonly around: Surroundings;
  readonly #call: { readonly text: string };

  constructor(call: { readonly text: string }, values: readonly Json[], around: Surroundings) {
    this.#call = call;
    this.values = values;
    this.around = around;
  }

  any(index: number): Json {
    return this.values[index] as Json;
  }

  array(index: number): readonly Json[] {
    const value = this.any(index);
    return isJsonArray(value) ? value : this.refuse(index, "an array");
  }

  object(index: number): JsonObject {
    const value = this.any(index);
    return isJsonObject(value) ? value : this.refuse(index, "an object");
  }

  text(index: number, limit: number = Number.POSITIVE_INFINITY): string {
    const value = this.any(index);
    if (typeof value !== "string") return this.refuse(index, "a string");
    return value.length <= limit
      ? value
      : this.fail(`The ${nth(index)} argument has ${value.length} characters; at most ${limit} are allowed.`);
  }

  /** A whole number; AWS rounds one that is not. */
  integer(index: number): number {
    const value = this.any(index);
    if (typeof value !== "number") return this.refuse(index, "a number");
    const rounded = Math.round(value);
    // Adding zero turns -0, which JSON does not have, into 0.
    return Number.isSafeInteger(rounded) ? rounded + 0 : this.refuse(index, "an integer that can be represented exactly");
  }

  /** The argument is not what it must be. */
  refuse(index: number, expected: string): never {
    return this.fail(`The ${nth(index)} argument must be ${expected}, but was ${abbreviate(JSON.stringify(this.any(index)))}.`);
  }

  fail(reason: string): never {
    throw new QueryFailure("States.IntrinsicFailure", `The function '${this.#call.text}' had the following error: ${reason}`);
  }
}

const nth = (index: number): string => ORDINALS[index] ?? `${index + 1}th`;
