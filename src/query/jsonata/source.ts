const OPEN = "{%";
const CLOSE = "%}";

/** Is this text an expression: `{%` its first and `%}` its last characters? */
export function isJsonata(text: string): boolean {
  return text.length >= OPEN.length + CLOSE.length && text.startsWith(OPEN) && text.endsWith(CLOSE);
}

/** What stands between the marks, without blanks around it: so AWS quotes expressions. */
export function sourceOf(text: string): string {
  return text.slice(OPEN.length, -CLOSE.length).trim();
}

/** Where {@link sourceOf} begins in the text. */
export function sourceOffset(text: string): number {
  const inside = text.slice(OPEN.length, -CLOSE.length);
  return OPEN.length + inside.length - inside.trimStart().length;
}
