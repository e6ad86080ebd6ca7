import fc from "fast-check";
import { expect, test } from "vitest";
import { all } from "../../src/kernel/effect.ts";
import { ListedPicks } from "../../src/kernel/tie-breaker.ts";
import { Bench, landed, seconds } from "./driving.ts";

function benchWith(picks: readonly number[]): Bench {
  const bench = new Bench();
  bench.kernel.breakTies(new ListedPicks(picks));
  return bench;
}

test("what is due at one instant happens in the order that is picked", async () => {
  // Two picks go to the order in which the sleepers begin.
  const bench = benchWith([0, 0, 2, 1]);

  await bench.run(all(["a", "b", "c"].map((name) => bench.sleeper(name, 5))));

  expect(bench.log).toEqual(["5s c", "5s b", "5s a"]);
});

test("no pick moves anything to another instant", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(9)), fc.array(fc.nat(3), { minLength: 1 }), async (picks, delays) => {
      const bench = benchWith(picks);
      await bench.run(all(delays.map((delay, index) => bench.sleeper(String(index), delay))));

      const usual = delays.map((delay, index) => `${delay}s ${index}`);
      expect(bench.log.toSorted()).toEqual(usual.toSorted());
      expect(bench.log.map(Number.parseFloat)).toEqual(delays.toSorted((left, right) => left - right));
    }),
  );
});

test("an answer never overtakes the deadline of its own wait", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(9)), async (picks) => {
      const bench = benchWith(picks);
      await bench.run(all([bench.asker("late", () => landed("answer", 5), seconds(5)), bench.sleeper("other", 5)]));

      expect(bench.log.toSorted()).toEqual(["5s late Symbol(timed out)", "5s other"]);
    }),
  );
});
