import fc from "fast-check";
import { fails, runStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import { machine, task } from "../running/machines.ts";

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: "FULL" | "NONE";
}

const retrier: fc.Arbitrary<Retrier> = fc
  .record(
    {
      ErrorEquals: fc.subarray(["A", "B", "C"], { minLength: 1 }),
      IntervalSeconds: fc.integer({ min: 1, max: 9 }),
      MaxAttempts: fc.nat(4),
      BackoffRate: fc.constantFrom(1, 1.5, 2, 3),
      MaxDelaySeconds: fc.integer({ min: 10, max: 30 }),
      JitterStrategy: fc.constantFrom("FULL" as const, "NONE" as const),
    },
    { requiredKeys: ["ErrorEquals"] },
  )
  .map((given) => ({ ...given }));

const failures = fc.array(fc.constantFrom("A", "B", "C"), { minLength: 1, maxLength: 12 });

test("which failures are retried, how often and after how long is what the retriers say", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(retrier, { maxLength: 3 }), failures, fc.nat(), async (Retry, errors, seed) => {
      const expected = plan(Retry, errors);

      const { visits, status } = await runStateMachine(machine({ S: task("f", { Retry }) }), {
        seed,
        mocks: { lambda: { f: [...errors.map((error) => fails(error)), "done"] } },
      });

      const retries = visits[0]?.retries ?? [];
      expect(retries.map((each) => each.retrier)).toEqual(expected.map((each) => each.retrier));
      expect(status).toBe(expected.length === errors.length ? "SUCCEEDED" : "FAILED");
      for (const [index, { delaySeconds }] of retries.entries()) expectDelay(delaySeconds, expected[index]);
    }),
    { numRuns: 300, seed: 5 },
  );
});

test("full jitter draws from the whole range of the delay", async () => {
  const Retry = [{ ErrorEquals: ["A"], IntervalSeconds: 10, BackoffRate: 1, MaxAttempts: 500, JitterStrategy: "FULL" }];

  const { visits } = await runStateMachine(machine({ S: task("f", { Retry }) }), { mocks: { lambda: { f: fails("A") } } });

  const delays = (visits[0]?.retries ?? []).map(({ delaySeconds }) => delaySeconds);
  expect(delays).toHaveLength(500);
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
  expect(Math.min(...delays)).toBeLessThan(1);
  expect(Math.max(...delays)).toBeGreaterThan(9);
  expect(Math.max(...delays)).toBeLessThan(10);
});

interface PlannedRetry {
  readonly retrier: number;
  readonly most: number;
  readonly jitter: boolean;
}

/** The rule of the specification, told once more: the first retrier that names the error counts, until it is used up. */
function plan(retriers: readonly Retrier[], errors: readonly string[]): readonly PlannedRetry[] {
  const used = new Map<number, number>();
  const planned: PlannedRetry[] = [];
  for (const error of errors) {
    const index = retriers.findIndex(({ ErrorEquals }) => ErrorEquals.includes(error));
    const {
      IntervalSeconds = 1,
      BackoffRate = 2,
      MaxAttempts = 3,
      MaxDelaySeconds,
      JitterStrategy,
    } = retriers[index] ?? { MaxAttempts: 0 };
    const before = used.get(index) ?? 0;
    if (before >= MaxAttempts) return planned;
    used.set(index, before + 1);
    let most = IntervalSeconds;
    for (let times = 0; times < before; times++) most *= BackoffRate;
    if (MaxDelaySeconds !== undefined && most > MaxDelaySeconds) most = MaxDelaySeconds;
    planned.push({ retrier: index, most, jitter: JitterStrategy === "FULL" });
  }
  return planned;
}

function expectDelay(delaySeconds: number, expected: PlannedRetry | undefined): void {
  const { most, jitter } = expected as PlannedRetry;
  if (!jitter) return expect(delaySeconds).toBeCloseTo(most, 9);
  expect(delaySeconds).toBeGreaterThanOrEqual(0);
  expect(delaySeconds).toBeLessThan(most);
}
