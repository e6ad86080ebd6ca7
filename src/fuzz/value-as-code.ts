/** The source text of a JSON value: short ones on one line, long ones on several. */
export function valueAsCode(value: unknown, indent = ""): string {
  const short = inline(value);
  if (short.length + indent.length <= WIDTH || typeof value !== "object" || value === null) return short;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return block(
      "[",
      "]",
      value.map((item: unknown) => valueAsCode(item, inner)),
      indent,
    );
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return block(
    "{",
    "}",
    members.map(([key, member]) => `${memberName(key)}: ${valueAsCode(member, inner)}`),
    indent,
  );
}

const WIDTH = 100;

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return members.length === 0 ? "{}" : `{ ${members.map(([key, member]) => `${memberName(key)}: ${inline(member)}`).join(", ")} }`;
}

/** Parts between brackets, one on each line. */
export function block(open: string, close: string, parts: readonly string[], indent: string): string {
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${parts.map((part) => `${indent}  ${part},\n`).join("")}${indent}${close}`;
}

/** A key of an object literal: `__proto__` would set the prototype. */
export function memberName(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return IDENTIFIER.test(key) ? key : JSON.stringify(key);
}

/** `.name`, or `["a name"]`. */
export function memberAccess(key: string): string {
  return IDENTIFIER.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
