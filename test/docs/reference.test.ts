import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const textOf = (document: string): string => readFileSync(root + document, "utf8");

// A compiler reads all sources for it, which takes its time on a busy machine.
test("docs/reference.md is what `npm run docs` makes of the docstrings", { timeout: 60_000 }, () => {
  const made = execFileSync(process.execPath, [".ci/reference.mjs", "--print"], { cwd: root, encoding: "utf8" });

  expect(textOf("docs/reference.md")).toBe(made);
});

describe.each([
  ["docs/README.md", ""],
  ["llms.txt", "docs/"],
])("%s", (index, prefix) => {
  test.each(["guide", "problems"])("names every page of docs/%s", (folder) => {
    const pages = readdirSync(`${root}docs/${folder}`).map((page) => `](${prefix}${folder}/${page})`);

    expect(pages.filter((page) => !textOf(index).includes(page))).toEqual([]);
  });
});
