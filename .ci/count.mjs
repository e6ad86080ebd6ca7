import { readFileSync } from "node:fs";

/** Tests of a JSON report of Vitest; a test file that could not be loaded is one failure. */
export function countVitest(file) {
  const report = JSON.parse(readFileSync(file, "utf8"));
  const unloaded = report.testResults.filter((result) => result.status === "failed" && result.assertionResults.length === 0).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded, note: `${report.numPassedTests} tests` };
}

/** Tests in the summary that `node --test` ends with. */
export function countNodeTest(output) {
  const numberOf = (word) => Number(new RegExp(`^[#ℹ] ${word} (\\d+)$`, "m").exec(output)?.[1]);
  const passed = numberOf("pass");
  const failed = numberOf("fail") + numberOf("cancelled");
  if (Number.isNaN(passed + failed)) throw new Error("no summary of node --test");
  return { passed, failed, note: `${passed} tests` };
}

/** Cases per kind against the number that passed so far: fewer is a failure, what never passed is not. */
export function countRecorded(file, scoreFile) {
  const { kinds } = JSON.parse(readFileSync(file, "utf8"));
  const score = JSON.parse(readFileSync(scoreFile, "utf8"));
  const rows = Object.entries(score).map(([kind, expected]) => ({
    kind,
    expected,
    pass: kinds[kind]?.pass ?? 0,
    runnable: kinds[kind]?.runnable ?? 0,
  }));
  const passed = rows.reduce((sum, row) => sum + row.pass, 0);
  const failed = rows.reduce((sum, row) => sum + Math.max(0, row.expected - row.pass), 0);
  return { passed, failed, note: rows.map(tellRow).join(", ") };
}

function tellRow({ kind, expected, pass, runnable }) {
  const against = pass === expected ? "" : pass < expected ? `, ${expected} before` : `, more than the ${expected} of score.json`;
  return `${kind} ${pass} of ${runnable}${against}`;
}
