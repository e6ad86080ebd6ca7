import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { SourceFile } from "./architecture/check-file.ts";
import { checkFile } from "./architecture/check-file.ts";

describe("the rules of the house hold", () => {
  test.each(sourceFiles())("in $path", (file) => {
    expect(checkFile(file)).toEqual([]);
  });
});

describe("a breach is found", () => {
  const breaches: readonly (readonly [path: string, text: string, what: string])[] = [
    ["src/base/a.ts", 'import { b } from "../query/index.ts";', "may not import ../query/index.ts"],
    ["src/interpreter/a.ts", 'import type { B } from "../tasks/perform.ts";', "may not import ../tasks/perform.ts"],
    ["src/interpreter/states/a.ts", 'export * from "../../aws/mocks.ts";', "may not import ../../aws/mocks.ts"],
    ["src/tasks/a.ts", 'import { run } from "../interpreter/run-state.ts";', "may not import ../interpreter/run-state.ts"],
    ["src/history/a.ts", 'import { statesOf } from "../asl/walk.ts";', "may not import ../asl/walk.ts"],
    [
      "src/fuzz/oracle/a.ts",
      'import { errorMatches } from "../../interpreter/states-errors.ts";',
      "may not import ../../interpreter/states-errors.ts",
    ],
    ["src/fuzz/oracle/a.ts", 'import { statesOf } from "../../asl/walk.ts";', "may not import ../../asl/walk.ts"],
    ["src/fuzz/oracle/a.ts", 'import type { Decision } from "../../history/decision.ts";', "may not import ../../history/decision.ts"],
    ["src/fuzz/oracle/a.ts", 'import { planOf } from "../plans.ts";', "may not import ../plans.ts"],
    ["src/simulator/a.ts", 'const { expect } = await import("vitest");', "may not import vitest"],
    ["src/asl/a.ts", 'type A = import("jsonata").Expression;', "may not import jsonata"],
    ["matchers/a.ts", 'import { expect } from "vitest";', "may not import vitest"],
    ["matchers/a.ts", 'const runner = require("jest");', "may not import jest"],
    ["src/unplanned/a.ts", 'import { b } from "../base/b.ts";', "may not import ../base/b.ts"],
    ["src/aws/a.ts", "const at = Date.now();", "time and chance come from the kernel"],
    ["src/aws/a.ts", "const at = new Date();", "time and chance come from the kernel"],
    ["src/aws/a.ts", "const at = Date();", "time and chance come from the kernel"],
    ["src/aws/a.ts", 'const draw = Math["random"]();', "time and chance come from the kernel"],
    ["src/aws/a.ts", "globalThis.setTimeout(go, 1);", "time and chance come from the kernel"],
    ["src/query/a.ts", 'const files = process.getBuiltinModule("node:fs");', "may not import node:fs"],
    ["src/base/node-modules.ts", 'import { randomUUID } from "node:crypto";', "time and chance come from the kernel"],
    ["src/aws/a.ts", "const value = given as any;", "any"],
    ["src/kernel/a.ts", "function* f() { try { go(); } finally { if (x) { yield 1; } } }", "no yield inside finally"],
    ["src/aws/utils.ts", "", "a file is named after its subject"],
    ["src/aws/a.ts", "\n".repeat(401), "longer than 400 lines"],
  ];

  test.each(breaches)("%s: %o", (path, text, what) => {
    expect(checkFile({ path, text })).toEqual([expect.stringContaining(what)]);
  });
});

describe("what is allowed is no breach", () => {
  const allowed: readonly (readonly [path: string, text: string])[] = [
    ["src/history/a.ts", 'import type { StateType } from "../asl/model.ts";'],
    ["src/tasks/a.ts", 'import type { TaskPort } from "../interpreter/ports.ts";'],
    ["src/fuzz/oracle/a.ts", 'import type { State } from "../../asl/model.ts";'],
    ["matchers/vitest.ts", 'import { expect } from "vitest";'],
    ["src/kernel/watchdog.ts", "setTimeout(go, Date.now());"],
    ["src/aws/a.ts", "const at = new Date(0); // Date.now() would be real time"],
    ["src/aws/a.ts", 'const text = "any";'],
    [
      "src/aws/a.ts",
      "// biome-ignore lint/suspicious/noExplicitAny: handlers may ask for any input\ntype Handler = (input: any) => unknown;",
    ],
    ["src/kernel/a.ts", "function* f() { try { yield 1; } finally { go(function* () { yield 2; }); } }"],
  ];

  test.each(allowed)("%s: %o", (path, text) => {
    expect(checkFile({ path, text })).toEqual([]);
  });
});

function sourceFiles(): SourceFile[] {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const paths = ["src", "matchers"].flatMap((folder) => typescriptFiles(root, folder));
  return paths.map((path) => ({ path, text: readFileSync(root + path, "utf8") }));
}

function typescriptFiles(root: string, folder: string): string[] {
  const names = readdirSync(root + folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".ts")).map((name) => `${folder}/${name.replaceAll("\\", "/")}`);
}
