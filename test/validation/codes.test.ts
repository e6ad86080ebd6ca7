import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CODES as TABLE } from "../../src/asl/index.ts";
import { CODE_CASES } from "./code-cases.ts";
import { diagnose, machine, marked } from "./marked-text.ts";

const CODES = Object.keys(TABLE);

describe("a wrong definition is told with code and place", () => {
  test.each(CODE_CASES)("$code: $what", ({ code, pointer, text, format, also = [] }) => {
    const { text: definition, line, column } = marked(text);

    const [first, ...others] = diagnose(definition, format);

    const place = text.includes("▸") ? { line, column } : {};
    expect(first).toMatchObject({ code, pointer, severity: TABLE[code].severity, ...place });
    expect(others.map((other) => other.code)).toEqual(also);
  });
});

test("what is more than a hundred findings is counted", () => {
  const states = Array.from({ length: 150 }, (_, index) => `"S${index}": 1`);

  const found = diagnose(machine(`"A": { "Type": "Succeed", "x": 1 }, ${states.join(", ")}`));

  expect(found).toHaveLength(101);
  expect(found.at(-1)).toMatchObject({ code: "TOO_MANY_DIAGNOSTICS", severity: "error", message: "… and 51 more." });
});

test("warnings alone do not become an error by their number", () => {
  const fields = Array.from({ length: 120 }, (_, index) => `"f${index}": "$.x"`);

  const found = diagnose(machine(`"A": { "Type": "Pass", "End": true, "Parameters": { ${fields.join(", ")} } }`));

  expect(found.at(-1)).toMatchObject({ code: "TOO_MANY_DIAGNOSTICS", severity: "warning" });
});

test("every code has a case", () => {
  const covered = new Set<string>([...CODE_CASES.map(({ code }) => code), "TOO_MANY_DIAGNOSTICS", "UNSUPPORTED_FEATURE"]);

  expect(CODES.filter((code) => !covered.has(code))).toEqual([]);
});

describe("docs/diagnostics", () => {
  const folder = new URL("../../docs/diagnostics/", import.meta.url);

  test.each(CODES)("%s has a page that names it and shows an example", (code) => {
    const page = new URL(`${code}.md`, folder);

    expect(existsSync(page)).toBe(true);
    expect(readFileSync(page, "utf8")).toMatch(new RegExp(`^# ${code}\n.*## Example\n.*\n## How to mend it\n`, "s"));
  });

  test("there is no page for a code that does not exist", () => {
    const pages = readdirSync(folder).filter((name) => /^[A-Z_]+\.md$/.test(name));

    expect(pages.map((name) => name.replace(".md", "")).sort()).toEqual([...CODES].sort());
  });
});
