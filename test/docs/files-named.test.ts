import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

const filesBelow = (folder: string): string[] =>
  readdirSync(root + folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name.replaceAll("\\", "/")}`);

const sources = [...filesBelow("src"), ...filesBelow("matchers"), ...filesBelow("test")];

/** Named where it says that there must be no such file. */
const DRAWERS = ["utils.ts", "types.ts"];

/** Names of TypeScript files that a document gives in backticks; `*` stands for any part, `<type>` for a type of state. */
function namedIn(document: string): string[] {
  const text = readFileSync(root + document, "utf8");
  return [...new Set([...text.matchAll(/`([\w<>*/.-]+\.ts)`/g)].map(([, name = ""]) => name))];
}

function exists(name: string): boolean {
  const pattern = name.replace("<type>", "pass").replaceAll(".", "\\.").replaceAll("*", "[^/]*");
  const end = new RegExp(`(?:^|/)${pattern}$`);
  return sources.some((path) => end.test(path));
}

describe.each(["docs/architecture.md", "docs/asl-map.md", "CONTRIBUTING.md"])("%s", (document) => {
  test("names files that exist", () => {
    const named = namedIn(document);

    expect(named.filter((name) => !exists(name) && !DRAWERS.includes(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });
});

test("docs/architecture.md speaks of every folder of the sources", () => {
  const text = readFileSync(`${root}docs/architecture.md`, "utf8");
  const folders = readdirSync(`${root}src`, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  expect(folders.map(({ name }) => name).filter((name) => !text.includes(`**${name}/**`) || !text.includes(`| \`${name}\` |`))).toEqual([]);
});

describe("docs/asl-map.md", () => {
  const rows = readFileSync(`${root}docs/asl-map.md`, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| ") && line.includes("`"))
    .map((line) => line.split("|").map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name)));

  test("gives files by their path below src", () => {
    const files = rows.flatMap(([, , named = []]) => named);

    expect(files.filter((name) => !existsSync(`${root}src/${name}`))).toEqual([]);
  });

  test("knows every folder of cases, and none that does not exist", () => {
    const folders = readdirSync(`${root}test/asl`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const named = new Set(rows.flatMap(([, , , cases = []]) => cases));

    for (const { name } of folders) expect(named).toContain(name);
    for (const name of named)
      if (/^[a-z-]+$/.test(name)) expect(["history", "details", ...folders.map((each) => each.name)]).toContain(name);
  });
});
