import fc from "fast-check";
import { loadStateMachine, runStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import { Follower } from "../../../src/fuzz/oracle/follower.ts";
import { planOf } from "../../../src/fuzz/oracle/plan.ts";
import { answersOf, failingMachine } from "./random-machine.ts";

const show = (e: any) =>
  e.history
    .map(
      (h: any) =>
        `${h.id}<-${h.previousEventId} ${h.timestamp.getTime() - 1735689600000} ${h.type} ${JSON.stringify(h.stateEnteredEventDetails ?? h.stateExitedEventDetails ?? h.mapIterationStartedEventDetails ?? h.executionFailedEventDetails ?? h.evaluationFailedEventDetails ?? h.lambdaFunctionFailedEventDetails ?? h.taskFailedEventDetails)}`,
    )
    .join("\n");
const counts = { runs: 0, lost: 0, spent: 0, hist: 0, events: 0, run: 0, deadlock: 0, load: 0, retries: 0, statuses: {} as any };
const now = () => Number(process.hrtime.bigint()) / 1e6;
test("no violation", { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(failingMachine, async ({ definition, input, seeds }) => {
      let t = now();
      const machine = await loadStateMachine(definition);
      const plan = planOf(machine.definition);
      counts.load += now() - t;
      for (const seed of seeds) {
        t = now();
        let e: any;
        try {
          e = await runStateMachine(machine, { input, seed, mocks: answersOf(seed) });
        } catch (x) {
          if (String(x).includes("hang") || (x as any).code === "DEADLOCK") {
            counts.deadlock++;
            continue;
          }
          throw x;
        }
        counts.run += now() - t;
        t = now();
        e.history;
        counts.hist += now() - t;
        t = now();
        const f = new Follower(plan, {}, e);
        const v = f.follow();
        counts.spent += now() - t;
        counts.runs++;
        counts.events += e.history.length;
        counts.statuses[e.status] = (counts.statuses[e.status] ?? 0) + 1;
        if (f.isLost) counts.lost++;
        if (v.length) console.log(JSON.stringify(definition), show(e), JSON.stringify(v));
        expect(v).toEqual([]);
      }
    }),
    { numRuns: Number(process.env.N ?? 200), seed: Number(process.env.S ?? 1), endOnFailure: true },
  );
  console.log(counts);
});
