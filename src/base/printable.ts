/**
 * Text as it may stand in a message or on a terminal: control characters, line and paragraph separators and characters
 * that turn the direction of writing are shown as escapes, so that a name or a cause cannot move the cursor or hide anything.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escapeOf);
}

const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const SHORT: { readonly [character: string]: string } = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escapeOf(character: string): string {
  return SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
