/** Text that should be JSON, and the words in which AWS's parser refuses it. */

import type { Json } from "../../base/json.ts";

/** What is wrong with a text. */
export class NoJson {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** The value of a text, or why it has none. */
export function parsedJson(text: string): Json | NoJson {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return new NoJson(reasonOf(text));
  }
}

const LITERALS = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

function reasonOf(text: string): string {
  const start = text.trimStart();
  if (start === "") return "Invalid execution input.";
  const [word] = /^[A-Za-z_$][\w$]*/.exec(start) ?? [];
  if (word !== undefined) return `Unrecognized token '${word}': was expecting ${LITERALS}`;
  const [, field] = /^\{\s*([^"\s}])/.exec(start) ?? [];
  if (field !== undefined) return `${unexpected(field)}: was expecting double-quote to start field name`;
  if (/^[^{["\d-]/.test(start)) return `${unexpected(start.charAt(0))}: expected a valid value ${LITERALS}`;
  return "Unexpected end-of-input or character in the JSON text";
}

function unexpected(character: string): string {
  return `Unexpected character ('${character}' (code ${character.codePointAt(0)}))`;
}
