import { isMainThread } from "node:worker_threads";
import fc from "fast-check";
import type { Execution } from "sfn-testkit";
import { runStateMachine } from "sfn-testkit";
import { afterEach, expect, test, vi } from "vitest";
import type { Scenario } from "./random-machine.ts";
import { mocksAtOnce, scenario } from "./random-machine.ts";

const FAKED = ["setTimeout", "clearTimeout", "setInterval", "setImmediate", "queueMicrotask", "performance", "hrtime", "Date"] as const;
/** Vitest talks to a forked process through `process.nextTick`, and fakes it in worker threads only. */
const fake = () => vi.useFakeTimers({ toFake: isMainThread ? [...FAKED] : [...FAKED, "nextTick"], now: 0 });

afterEach(() => {
  vi.useRealTimers();
});

const run = ({ definition, input, variables, seed, scripts }: Scenario): Promise<Execution> =>
  runStateMachine(definition, { input, variables, seed, mocks: mocksAtOnce(scripts) });

test("faked timers, clocks and microtasks change nothing, in either query language", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (each) => {
      const untouched = await run(each);
      fake();
      const faked = await run(each);
      vi.useRealTimers();

      expect(JSON.stringify(faked)).toBe(JSON.stringify(untouched));
    }),
    { numRuns: 60, seed: 3 },
  );
});

test("an expression that would run for ever is stopped under faked timers, too", async () => {
  fake();
  const definition = {
    QueryLanguage: "JSONata",
    StartAt: "S",
    States: { S: { Type: "Pass", Output: "{% ( $f := function($n) { $f($n + 1) }; $f(0) ) %}", End: true } },
  };

  expect(await runStateMachine(definition)).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
});
