import fc from "fast-check";
import type { Execution, MockContext } from "sfn-testkit";
import { after, fails, runStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import { historyLines } from "../asl/history-lines.ts";
import { distributed, work } from "./distributed.ts";

/** An item, and what becomes of it. */
interface Item {
  readonly n: number;
  /** Of each try. */
  readonly latency: number;
  /** Tries that fail before one succeeds. */
  readonly failures: number;
}

const items = fc.array(fc.record({ n: fc.nat(9), latency: fc.constantFrom(0, 0, 1, 2, 5), failures: fc.nat(2) }), { maxLength: 12 });
const concurrency = fc.nat(5);

/** Tries an item twice, waits for some, and lets others go. */
const processor = {
  StartAt: "Work",
  States: {
    Work: {
      Type: "Task",
      Resource: "arn:aws:lambda:us-east-1:123456789012:function:Work",
      Retry: [{ ErrorEquals: ["Flaky"], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Lost", ResultPath: "$.lost" }],
      ResultPath: "$.done",
      Next: "IsLarge",
    },
    IsLarge: { Type: "Choice", Choices: [{ Variable: "$.n", NumericGreaterThan: 6, Next: "Rest" }], Default: "Kept" },
    Rest: { Type: "Wait", SecondsPath: "$.n", Next: "Kept" },
    Kept: { Type: "Pass", End: true },
    Lost: { Type: "Pass", End: true },
  },
};

const reply = ({ n, latency, failures }: Item, attempt: number): unknown =>
  after(latency, attempt > failures ? n : fails("Flaky", "again"));
const mocks = { lambda: { Work: (item: Item, { attempt }: MockContext): unknown => reply(item, attempt) } };

test("a distributed Map gives what an inline Map of the same processor gives, in the same time", async () => {
  await fc.assert(
    fc.asyncProperty(items, concurrency, async (input, MaxConcurrency) => {
      const inline = { StartAt: "Each", States: { Each: { Type: "Map", ItemProcessor: processor, MaxConcurrency, End: true } } };

      const [one, other] = await Promise.all(
        [distributed(processor, { MaxConcurrency }), inline].map((machine) => runStateMachine(machine, { input, mocks })),
      );

      expect(one).toHaveSucceeded(other?.output);
      expect(one?.durationSeconds).toBe(other?.durationSeconds);
    }),
  );
});

test("never more children run at once than MaxConcurrency lets, and as many as it lets", async () => {
  await fc.assert(
    fc.asyncProperty(items, fc.integer({ min: 1, max: 5 }), async (input, MaxConcurrency) => {
      let open = 0;
      let most = 0;
      const counted = async (_item: Item, { sleep }: MockContext): Promise<number> => {
        most = Math.max(most, ++open);
        await sleep("1s");
        return open--;
      };

      await runStateMachine(distributed(processor, { MaxConcurrency, ResultPath: null }), { input, mocks: { lambda: { Work: counted } } });

      expect(most).toBe(Math.min(MaxConcurrency, input.length));
    }),
  );
});

test("a Map fails when more items are in children that failed than are tolerated, and only then", async () => {
  const flags = fc.array(fc.boolean(), { minLength: 1, maxLength: 10 });
  const bound = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });

  await fc.assert(
    fc.asyncProperty(flags, fc.integer({ min: 1, max: 4 }), bound(fc.nat(6)), bound(fc.nat(100)), async (fail, size, count, percentage) => {
      const tolerated = {
        ...(count !== undefined && { ToleratedFailureCount: count }),
        ...(percentage !== undefined && { ToleratedFailurePercentage: percentage }),
      };
      const machine = distributed(work, { ...tolerated, ItemBatcher: { MaxItemsPerBatch: size }, ResultPath: null });
      const failing = ({ Items }: { Items: readonly boolean[] }): unknown => (Items.includes(true) ? fails("Bad") : "fine");

      const execution = await runStateMachine(machine, { input: fail, mocks: { lambda: { Work: failing } } });

      const lost = fail.filter((_, index) => fail.slice(index - (index % size), index - (index % size) + size).includes(true)).length;
      const most = Math.min(count ?? (percentage === undefined ? 0 : Number.POSITIVE_INFINITY), ((percentage ?? 100) * fail.length) / 100);
      expect(execution.status).toBe(lost > most ? "FAILED" : "SUCCEEDED");
    }),
  );
});

test("a child writes the history that its processor writes as a machine of its own", async () => {
  await fc.assert(
    fc.asyncProperty(items, concurrency, async (input, MaxConcurrency) => {
      const { childExecutions } = await runStateMachine(distributed(processor, { MaxConcurrency }), { input, mocks });

      const alone = await Promise.all(input.map((item) => runStateMachine(processor, { input: item, mocks })));

      expect(childExecutions.map(told)).toEqual(alone.map(told));
    }),
    { numRuns: 30 },
  );
});

function told({ history, output }: Execution<unknown>): unknown {
  return { lines: historyLines(history), details: history.map(({ timestamp: _at, ...event }) => event), output };
}

test("an execution and its children are the same to the byte, whatever real time the mocks take", async () => {
  await fc.assert(
    fc.asyncProperty(items, concurrency, fc.infiniteStream(fc.nat(6)), async (input, MaxConcurrency, turns) => {
      const inner = distributed(processor, { ItemsPath: "$.Items" }, { name: "Inner" });
      const nested = distributed(inner, { MaxConcurrency, ItemBatcher: { MaxItemsPerBatch: 3 } });
      const slow = async (item: Item, { attempt }: MockContext): Promise<unknown> => {
        for (let left = turns.next().value as number; left > 0; left--) await Promise.resolve();
        return reply(item, attempt);
      };

      const [quick, late] = await Promise.all(
        [mocks, { lambda: { Work: slow } }].map((each) => runStateMachine(nested, { input, mocks: each })),
      );

      expect(JSON.stringify(late)).toBe(JSON.stringify(quick));
    }),
    { numRuns: 50 },
  );
});
