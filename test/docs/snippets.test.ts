import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as fastCheck from "fast-check";
import * as testkit from "sfn-testkit";
import * as fuzz from "sfn-testkit/fuzz";
import * as msw from "sfn-testkit/msw";
import "sfn-testkit/vitest";
import ts from "typescript";
import * as vitest from "vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pagesOf = (folder: string): string[] => readdirSync(root + folder).map((name) => `${folder}/${name}`);
const documents = ["README.md", "llms.txt", ...pagesOf("docs/guide"), ...pagesOf("docs/problems")];
const withoutTests = ["docs/README.md", "docs/reference.md"];

const loadPackage = createRequire(import.meta.url);

/** What a snippet may import. */
const modules = new Map<string, unknown>([
  ["fast-check", fastCheck],
  ["sfn-testkit", testkit],
  ["sfn-testkit/msw", msw],
  ...["client-dynamodb", "client-lambda", "client-sfn", "client-sns"].map(
    (client) => [`@aws-sdk/${client}`, loadPackage(`@aws-sdk/${client}`)] as const,
  ),
  ["sfn-testkit/fuzz", fuzz],
  ["vitest", vitest],
]);

interface Snippet {
  readonly line: number;
  readonly code: string;
}

const home = process.cwd();

// The documents speak of `order.asl.json` as if the reader stood beside it.
beforeAll(() => process.chdir(`${root}examples/order`));
afterAll(() => process.chdir(home));

describe.each(documents)("the snippets of %s hold", (document) => {
  for (const { line, code } of testsOf(document)) describe(`line ${line}`, () => run(code));
});

test.each([...documents, ...withoutTests])("the links of %s lead somewhere", (document) => {
  const targets = [...textOf(document).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, target = ""]) => target);
  const broken = targets.filter((target) => !existsSync(resolve(dirname(root + document), target)));
  expect(broken).toEqual([]);
});

test("every document has a test to run", () => {
  const counts = documents.map((document) => testsOf(document).length);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

function textOf(document: string): string {
  return readFileSync(root + document, "utf8");
}

/** The ```ts blocks that are test files; others are configuration or fragments. */
function testsOf(document: string): Snippet[] {
  const text = textOf(document);
  const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)];
  const snippets = blocks.map(({ 1: code = "", index }) => ({ line: text.slice(0, index).split("\n").length, code }));
  return snippets.filter(({ code }) => /^test[(.]/m.test(code));
}

/** Runs a snippet as a module; its tests are collected like any others. */
function run(code: string): void {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const load = (name: string): unknown => {
    if (modules.has(name)) return modules.get(name);
    throw new Error(`A snippet imports ${name}, which snippets.test.ts does not offer.`);
  };
  new Function("require", "exports", outputText)(load, {});
}
