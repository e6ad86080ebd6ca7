/** The package as npm would publish it, installed into fresh projects and used there. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { install, pack, project, run, runTool } from "./packed.mjs";

const entries = ["index", "jest", "jest-globals", "matchers", "serializer", "vitest"];
const formats = ["mjs", "cjs", "d.mts", "d.cts"];
const chunk = /^dist\/chunks\/[\w-]+\.(mjs|cjs|d\.mts|d\.cts)$/;

/** What `toMatchHistorySnapshot` wrote under each runner. */
const snapshots = {};

let packed;
before(async () => {
  packed = await pack();
});
after(() => packed?.[Symbol.asyncDispose]());

describe("the tarball", () => {
  test("holds the built entries and their chunks, and nothing else", () => {
    const built = entries.flatMap((entry) => formats.map((format) => `dist/${entry}.${format}`));
    assert.deepEqual(
      packed.files.filter((file) => !chunk.test(file)),
      ["CHANGELOG.md", "LICENSE", "README.md", ...built, "package.json"].sort(),
    );
  });

  test("has nothing for publint to say", async () => {
    const said = await runTool("publint", "run", packed.tarball, "--strict");
    assert.match(said, /All good!/);
  });

  test("resolves with its types from every kind of module", async () => {
    await runTool("attw", packed.tarball, "--profile", "strict", "--no-emoji");
  });
});

describe("without a test runner", () => {
  let plain;
  before(async () => {
    plain = await install(packed, "without-runner", []);
  });

  test("runs after require", async () => {
    assert.equal(await run(await project(plain, "plain"), "node", "require.cjs"), "SUCCEEDED TellCustomer\n");
  });

  test("runs after import", async () => {
    assert.equal(await run(await project(plain, "plain"), "node", "import.mjs"), "SUCCEEDED TellCustomer\n");
  });
});

describe("under Vitest", () => {
  let installed;
  before(async () => {
    installed = await install(packed, "with-vitest", ["vitest", "typescript", "@types/node"]);
  });

  test("runs, registers its matchers by one set-up line, and stands fake timers", async () => {
    const folder = await project(installed, "vitest");
    assert.match(await run(folder, "npx", "vitest", "run", "--update"), /Tests {2}4 passed \(4\)/);
    snapshots.vitest = await snapshotOf(folder, "order.test.mjs");
  });

  for (const name of ["types-vitest", "types-cjs"]) {
    test(`compiles without skipLibCheck: ${name}`, async () => {
      await run(await project(installed, name), "npx", "tsc", "--project", ".");
    });
  }
});

describe("under Jest", () => {
  let installed;
  before(async () => {
    installed = await install(packed, "with-jest", ["jest", "@jest/globals", "@types/jest", "typescript", "@types/node"]);
  });

  for (const name of ["jest", "jest-globals"]) {
    test(`runs without a transform, registers its matchers, and stands fake timers: ${name}`, async () => {
      const folder = await project(installed, name);
      assert.match(await run(folder, "npx", "jest", "--ci=false"), /Tests: {7}4 passed, 4 total/);
      snapshots[name] = await snapshotOf(folder, "order.test.cjs");
    });
  }

  for (const name of ["types-jest", "types-jest-globals"]) {
    test(`compiles without skipLibCheck: ${name}`, async () => {
      await run(await project(installed, name), "npx", "tsc", "--project", ".");
    });
  }
});

test("a history snapshot is the same text under every runner", () => {
  assert.match(snapshots.vitest, /SUCCEEDED after 14s/);
  assert.equal(snapshots.jest, snapshots.vitest);
  assert.equal(snapshots["jest-globals"], snapshots.vitest);
});

/** The only snapshot of a test file, without the lines that name the runner. */
async function snapshotOf(folder, testFile) {
  const text = await readFile(join(folder, "__snapshots__", `${testFile}.snap`), "utf8");
  return text.slice(text.indexOf("exports["));
}
