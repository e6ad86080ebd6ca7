/** Compares what was measured with what is wanted. */
import { scenarios } from "./scenarios.mjs";

/** An item among very many may cost so much of one among few and still count as the same: noise and garbage collection. */
const FLAT = 1.5;
const IMPORT_MILLISECONDS = 60;

/** The rows with ratios to the peer and to hand-written code, and, for ours, a verdict on each target. */
export function judge(rows) {
  const find = (scenario, implementation) => rows.find((row) => row.scenario === scenario && row.implementation === implementation);
  return rows.map((row) => ({
    ...row,
    timesPeer: row.executionsPerSecond / find(row.scenario, "peer")?.executionsPerSecond,
    timesByHand: row.executionsPerSecond / find(row.scenario, "byHand")?.executionsPerSecond,
    verdicts: VERDICTS[row.implementation]?.(row, find) ?? [],
  }));
}

const VERDICTS = { ours: verdictsOf, fuzzed: fuzzVerdictsOf };

function fuzzVerdictsOf(row, find) {
  const { perSecond } = scenarios[row.scenario].targets;
  const cost = find(row.scenario, "ours").executionsPerSecond / row.executionsPerSecond;
  return perSecond === undefined ? [] : [atLeast(`executions/s, at ${cost.toFixed(1)} × a plain run`, row.executionsPerSecond, perSecond)];
}

function verdictsOf(row, find) {
  const { speed, memory, overJsonata, costOver, growth } = scenarios[row.scenario].targets;
  const peer = find(row.scenario, "peer");
  const alone = find(row.scenario, "jsonata");
  const other = find(costOver, "ours");
  return [
    peer && speed && atLeast("speed, × peer", row.executionsPerSecond / peer.executionsPerSecond, speed),
    peer && memory && atMost("memory, × peer", row.peakBytes / peer.peakBytes, memory),
    alone && overJsonata && atMost("time, × jsonata alone", alone.executionsPerSecond / row.executionsPerSecond, overJsonata),
    other &&
      atMost(
        `cost per item, × that of ${scenarios[costOver].units.toLocaleString("en")}`,
        row.microsecondsPerUnit / other.microsecondsPerUnit,
        FLAT,
      ),
    growth && growthVerdict((implementation) => find(row.scenario, implementation).microsecondsPerUnit),
  ].filter(Boolean);
}

/** Whatever waits at once is kept at once, so that the code by hand has its price, too: nobody can be asked to grow less than that. */
function growthVerdict(costOf) {
  const grown = (implementation) => costOf(implementation) / costOf(`${implementation}ByThousands`);
  return atMost("cost per item, × that of 1,000", grown("ours"), Math.max(FLAT, grown("byHand")));
}

export function judgeImports(imports) {
  return imports.map((row) => ({
    ...row,
    verdicts: row.entry.startsWith("sfn-testkit") ? [atMost("ms above Node", row.milliseconds, IMPORT_MILLISECONDS)] : [],
  }));
}

const atLeast = (what, value, target) => ({ what, value, target: `≥ ${round(target)}`, met: value >= target });
const atMost = (what, value, target) => ({ what, value, target: `≤ ${round(target)}`, met: value <= target });
const round = (number) => Number(number.toFixed(2));
