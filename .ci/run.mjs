/** Runs the stages, those of one row side by side, and adds up what they counted. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countNodeTest, countVitest } from "./count.mjs";
import { recordedCases } from "./recorded-cases.mjs";
import { runStage } from "./stage.mjs";

const reports = mkdtempSync(join(tmpdir(), "sfn-testkit-ci-"));
const vitestReport = join(reports, "vitest.json");
const recordedReport = join(reports, "recorded.json");

const npm = (...args) => ["npm", ...args];
const rows = [
  [{ name: "npm ci", command: npm("ci", "--prefer-offline"), needed: true }],
  [
    {
      name: "npm test",
      command: npm("test", "--", "--reporter=default", "--reporter=json", `--outputFile=${vitestReport}`),
      count: () => countVitest(vitestReport),
    },
  ],
  [
    { name: "lint", command: npm("run", "--silent", "lint") },
    { name: "typecheck", command: npm("run", "--silent", "typecheck") },
    { name: "places", command: ["bash", ".ci/no-foreign-places.sh"] },
  ],
  // What the README promises first.
  [{ name: "demo", command: npm("run", "--silent", "demo") }],
  [{ name: "test:dist", command: npm("run", "--silent", "test:dist"), count: countNodeTest }],
  ...recordedCases(recordedReport),
];

const total = { passed: 0, failed: 0 };
try {
  for (const row of rows) {
    const results = await Promise.all(row.map(runStage));
    for (const { passed, failed } of results) {
      total.passed += passed;
      total.failed += failed;
    }
    if (row.some((stage, index) => stage.needed && results[index].failed > 0)) break;
  }
} finally {
  rmSync(reports, { recursive: true, force: true });
}

process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`${total.passed} passed, ${total.failed} failed`);
