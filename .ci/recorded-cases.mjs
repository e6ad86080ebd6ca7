import { existsSync } from "node:fs";
import { countRecorded } from "./count.mjs";

const runner = "../shared/conformance/run.mjs";
const adapter = "test/recorded/adapter.mjs";
const score = "test/recorded/score.json";

/** The stage that asks executions recorded on AWS, where a checkout of them lies beside this one. */
export function recordedCases(report) {
  if (![runner, adapter, score].every((file) => existsSync(file))) return [];
  const command = ["node", runner, "--adapter", adapter, "--json", report];
  return [[{ name: "recorded cases", command, count: () => countRecorded(report, score) }]];
}
