/** The package as npm would publish it, installed into fresh projects and used there, under every runner, Node and TypeScript it promises. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { lockedClients, lockedVersions } from "./cache.mjs";
import { run } from "./command.mjs";
import { oldestPeers } from "./oldest-peers.mjs";
import { install, pack, project, runTool } from "./packed.mjs";
import { compilerOfLine, nodeOfLine } from "./tools.mjs";
import { start } from "./watch.mjs";

const entries = ["fuzz", "index", "jest", "jest-globals", "matchers", "serializer", "vitest"];
const formats = ["mjs", "cjs", "d.mts", "d.cts"];
const ofModulesOnly = ["dist/msw.mjs", "dist/msw.d.mts"];
const chunk = /^dist\/chunks\/[\w-]+\.(mjs|cjs|d\.mts|d\.cts)$/;

const vitest4 = () => lockedVersions("vitest", "@types/node", "fast-check");
const vitest5 = async () => ({ ...(await lockedVersions("fast-check")), vitest: "5.1.1", "@types/node": "24.19.2" });
const clients = async () => ({ ...(await lockedClients()), ...(await lockedVersions("@smithy/credential-provider-imds")) });

/** What is installed beside the packed library. */
const sets = {
  plain: async () => ({}),
  "Vitest 4": vitest4,
  "Vitest 5": vitest5,
  Jest: () => lockedVersions("jest", "@jest/globals", "@types/jest", "@types/node", "fast-check"),
  "MSW 2": async () => ({ ...(await vitest4()), ...(await lockedVersions("msw")), ...(await clients()) }),
  "MSW 2.12": oldestPeers,
  "MSW 3": async () => ({ ...(await vitest5()), msw: "3.0.5", ...(await clients()) }),
};

const vitests = [
  { set: "Vitest 4", line: 20 },
  { set: "Vitest 5", line: 24 },
];
const msws = [
  { set: "MSW 2.12", vitest: 4.1, line: 20 },
  { set: "MSW 2", vitest: 4, line: 20 },
  { set: "MSW 3", vitest: 5, line: 24 },
];
const modules = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
const jests = [20, 24].flatMap((line) => [
  { name: "jest", line, flags: [] },
  { name: "jest-globals", line, flags: [] },
  { name: "jest-esm", line, flags: modules },
]);
const compiled = [
  { set: "Vitest 4", name: "types-vitest", lines: ["5.9", "7"] },
  { set: "Vitest 5", name: "types-vitest", lines: ["5.9", "7"] },
  { set: "Jest", name: "types-jest", lines: ["5.9", "7"] },
  { set: "Jest", name: "types-jest-globals", lines: ["5.9", "7"] },
  { set: "MSW 2", name: "msw", lines: ["5.9", "7"] },
  { set: "MSW 3", name: "msw", lines: ["7"] },
  // Its way to resolve modules, node10, is none of TypeScript 7, and finds none of fast-check's own types.
  { set: "Vitest 4", name: "types-cjs", lines: ["5.9"] },
];

/** What `toMatchHistorySnapshot` wrote, by runner. */
const snapshots = {};

/** The messages of matchers that do not hold, by runner. */
const messages = {};

/** What fuzzing says of its counterexample, by runner. */
const counterexamples = {};

const installed = {};
let packed;
before(async () => {
  packed = await pack();
  const install1 = async ([set, versions]) =>
    (installed[set] = await install(packed, set.replace(" ", "-").toLowerCase(), await versions()));
  await Promise.all(Object.entries(sets).map(install1));
});
after(() => packed?.[Symbol.asyncDispose]());

describe("the tarball", () => {
  test("holds the built entries and their chunks, and nothing else", () => {
    const built = entries.flatMap((entry) => formats.map((format) => `dist/${entry}.${format}`));
    assert.deepEqual(
      packed.files.filter((file) => !chunk.test(file)),
      ["CHANGELOG.md", "LICENSE", "README.md", ...built, ...ofModulesOnly, "llms.txt", "package.json"].sort(),
    );
  });

  test("has nothing for publint to say", async () => {
    const said = await runTool("publint", "run", packed.tarball, "--strict");
    assert.match(said, /All good!/);
  });

  test("resolves with its types from every kind of module", async () => {
    const attw = (...options) => runTool("attw", packed.tarball, "--profile", "strict", "--no-emoji", ...options);
    await attw("--exclude-entrypoints", "msw");
    await attw("--entrypoints", "msw", "--ignore-rules", "cjs-resolves-to-esm");
  });
});

describe("without a test runner", () => {
  for (const line of [20, 24])
    for (const script of ["require.cjs", "import.mjs"])
      test(`${script} runs on Node ${line}`, async (context) => {
        const node = await nodeOr(context, line);
        if (node) assert.equal(await run(await project(installed.plain, "plain"), node, script), "SUCCEEDED TellCustomer\n");
      });

  test("an entry whose peer is not installed names it", async () => {
    const said = await run(await project(installed.plain, "plain"), process.execPath, "optional-peers.mjs");
    assert.equal(said, "Cannot find package 'fast-check'\nCannot find package 'msw'\n");
  });
});

describe("under Vitest", () => {
  for (const { set, line } of vitests) {
    test(`${set}, Node ${line}: runs, registers its matchers by one set-up line, and stands fake timers`, async (context) => {
      const node = await nodeOr(context, line);
      if (!node) return;
      const folder = await project(installed[set], "vitest");
      assert.match(await run(folder, node, "../node_modules/vitest/vitest.mjs", "run", "--update"), /Tests {2}6 passed \(6\)/);
      snapshots[set] = await snapshotOf(folder, "order.test.mjs");
      messages[set] = await messagesOf(folder);
      counterexamples[set] = await counterexampleOf(folder);
    });

    test(`${set}, Node ${line}: an edited definition runs its tests again, and no others`, async (context) => {
      const node = await nodeOr(context, line);
      if (node) await watchDefinition(node, await project(installed[set], "vitest-watch"));
    });
  }
});

describe("under Jest", () => {
  for (const { name, line, flags } of jests)
    test(`${name}, Node ${line}: runs without a transform, registers its matchers, and stands fake timers`, async (context) => {
      const node = await nodeOr(context, line);
      if (!node) return;
      const folder = await project(installed.Jest, name);
      assert.match(await run(folder, node, ...flags, "../node_modules/jest/bin/jest.js", "--ci=false"), /Tests: {7}6 passed, 6 total/);
      snapshots[`${name}, Node ${line}`] = await snapshotOf(folder, name === "jest-esm" ? "order.test.mjs" : "order.test.cjs");
      messages[`${name}, Node ${line}`] = await messagesOf(folder);
      counterexamples[`${name}, Node ${line}`] = await counterexampleOf(folder);
    });
});

test("a history snapshot is the same text under every runner", () => {
  const [first, ...others] = Object.values(snapshots);
  assert.match(first, /SUCCEEDED after 14s/);
  for (const other of others) assert.equal(other, first);
});

test("a matcher that does not hold says the same under every runner", () => {
  const [first, ...others] = Object.values(messages);
  assert.match(first.toHaveLasted, /it lasted 14s/);
  for (const other of others) assert.deepEqual(other, first);
});

test("a counterexample is told the same under every runner", () => {
  const [first, ...others] = Object.values(counterexamples);
  assert.match(first, /runStateMachine\(source/);
  for (const other of others) assert.equal(other, first);
});

describe("beside clients of AWS", () => {
  for (const { set, vitest, line } of msws)
    test(`${set}, Vitest ${vitest}, Node ${line}: every protocol is answered or refused, and nothing leaves the machine`, async (context) => {
      const node = await nodeOr(context, line);
      if (!node) return;
      const folder = await project(installed[set], "msw");
      assert.match(await run(folder, node, "../node_modules/vitest/vitest.mjs", "run"), /clients\.test\.ts \(\d+ tests\)/);
    });
});

describe("compiled without skipLibCheck", () => {
  for (const { set, name, lines } of compiled)
    for (const line of lines)
      test(`TypeScript ${line}: ${name}, ${set}`, async () => {
        await run(await project(installed[set], name), process.execPath, await compilerOfLine(line), "--project", ".");
      });
});

/** The Node of a line; a test that has to do without it is skipped, where npm has none for this platform. */
async function nodeOr(context, line) {
  const node = await nodeOfLine(line);
  if (node === undefined) context.skip(`there is no Node ${line} here`);
  return node;
}

/** The only snapshot of a test file, without the lines that name the runner. */
async function snapshotOf(folder, testFile) {
  const text = await readFile(join(folder, "__snapshots__", `${testFile}.snap`), "utf8");
  return text.slice(text.indexOf("exports["));
}

/** What every matcher said, by matcher. */
async function messagesOf(folder) {
  return JSON.parse(await readFile(join(folder, "messages.json"), "utf8"));
}

async function counterexampleOf(folder) {
  return await readFile(join(folder, "counterexample.txt"), "utf8");
}

/** One of two test files runs a definition; after an edit that one alone runs again, and meets what was edited. */
async function watchDefinition(node, folder) {
  const definition = join(folder, "order.asl.json");
  const vitest = start(folder, node, "../node_modules/vitest/vitest.mjs", "--watch");
  try {
    assert.match(await vitest.printed(/for file changes/), /Tests {2}2 passed \(2\)/);
    const text = await readFile(definition, "utf8");
    await writeFile(definition, text.replaceAll("TellCustomer", "CallCustomer"));
    const again = await vitest.printed(/Tests .*\n.*for file changes/s);
    assert.match(again, /RERUN {2}\.?\/?order\.asl\.json/);
    assert.match(again, /Tests {2}1 failed \(1\)/);
    assert.match(again, /CallCustomer/);
  } finally {
    await vitest[Symbol.asyncDispose]();
  }
}
