import { expect, test } from "vitest";
import { all, sleepUntil, TIMED_OUT, withDeadline } from "../../src/kernel/effect.ts";
import { SILENCE } from "../../src/kernel/external.ts";
import { ask, Bench, landed, realTurns, seconds } from "./driving.ts";

test("what is ready runs first in, first out", async () => {
  const bench = new Bench();

  await bench.run(all(["a", "b", "c"].map((name) => bench.sleeper(name, 0))));

  expect(bench.log).toEqual(["0s a", "0s b", "0s c"]);
});

test("the clock steps to each due instant, in the order of time", async () => {
  const bench = new Bench();

  await bench.run(all([bench.sleeper("late", 9), bench.sleeper("early", 1), bench.sleeper("middle", 4)]));

  expect(bench.log).toEqual(["1s early", "4s middle", "9s late"]);
});

test("what is due at one instant happens in the order it was asked for", async () => {
  const bench = new Bench();
  function* twoSteps(): ReturnType<typeof bench.sleeper> {
    yield* sleepUntil(seconds(2));
    return yield* bench.sleeper("asked later", 3);
  }

  await bench.run(all([twoSteps(), bench.sleeper("asked first", 5)]));

  expect(bench.log).toEqual(["5s asked first", "5s asked later"]);
});

test("the clock never goes back", async () => {
  const bench = new Bench();
  function* body(): ReturnType<typeof bench.sleeper> {
    yield* sleepUntil(seconds(5));
    yield* sleepUntil(seconds(1));
    bench.note("after");
    return "";
  }

  await bench.run(body());

  expect(bench.log).toEqual(["5s after"]);
});

test("results of a group are in the order of its bodies", async () => {
  const bench = new Bench();

  expect(await bench.run(all([bench.sleeper("a", 2), bench.sleeper("b", 1)]))).toEqual(["a", "b"]);
});

test("a group of nothing is over at once", async () => {
  expect(await new Bench().run(all([]))).toEqual([]);
});

test("time stands until every call under way has landed", async () => {
  const bench = new Bench();

  await bench.run(
    all([
      bench.asker("slow", async () => {
        await realTurns(10);
        return landed("answer");
      }),
      bench.asker("quick", async () => landed("answer")),
      bench.sleeper("sleeper", 1),
    ]),
  );

  expect(bench.log).toEqual(["0s slow answer", "0s quick answer", "1s sleeper"]);
});

test("answers come in the order of asking, however long they really took", async () => {
  const orders = await Promise.all(
    [
      [0, 0, 0],
      [5, 1, 3],
      [1, 3, 0],
    ].map(async (turns) => {
      const bench = new Bench();
      const asker = (name: string, wait: number) =>
        bench.asker(name, wait === 0 ? () => landed("!") : () => realTurns(wait).then(() => landed("!")));
      await bench.run(all(turns.map((wait, index) => asker(`call ${index}`, wait))));
      return bench.log;
    }),
  );

  expect(new Set(orders.map((log) => log.join()))).toEqual(new Set(["0s call 0 !,0s call 1 !,0s call 2 !"]));
});

test("an answer is due its latency after the question", async () => {
  const bench = new Bench();

  await bench.run(all([bench.asker("a", () => landed("!", 3)), bench.asker("b", async () => landed("!", 2))]));

  expect(bench.log).toEqual(["2s b !", "3s a !"]);
});

test("a deadline ends a wait for silence", async () => {
  const bench = new Bench();

  expect(await bench.run(bench.asker("a", () => SILENCE, seconds(7)))).toBe(TIMED_OUT);
  expect(bench.kernel.now()).toBe(7_000);
});

test("an answer before the deadline makes the deadline stale", async () => {
  const bench = new Bench();

  await bench.run(all([bench.asker("a", () => landed("!", 3), seconds(7)), bench.sleeper("after the deadline", 8)]));

  expect(bench.log).toEqual(["3s a !", "8s after the deadline"]);
});

test("an answer after the deadline is dropped", async () => {
  const bench = new Bench();

  await bench.run(all([bench.asker("a", () => landed("!", 9), seconds(7)), bench.sleeper("much later", 20)]));

  expect(bench.log).toEqual(["7s a Symbol(timed out)", "20s much later"]);
});

test("a deadline around a body cancels all that is inside", async () => {
  const bench = new Bench();

  const answer = await bench.run(withDeadline(seconds(2), all([bench.sleeper("in time", 1), bench.sleeper("too late", 3)])));
  await bench.run(bench.sleeper("after", 5));

  expect(answer).toBe(TIMED_OUT);
  expect(bench.log).toEqual(["1s in time", "7s after"]);
});

test("a body that ends before its deadline answers its value", async () => {
  const bench = new Bench();

  expect(await bench.run(withDeadline(seconds(2), bench.sleeper("a", 1)))).toBe("a");
});

test("a failure rises to the group's owner, who can go on", async () => {
  const bench = new Bench();
  function* failing(): ReturnType<typeof bench.sleeper> {
    yield* sleepUntil(seconds(1));
    throw "broken";
  }
  function* owner(): ReturnType<typeof bench.sleeper> {
    try {
      yield* all([failing(), bench.sleeper("sibling", 5)]);
    } catch (thrown) {
      bench.note(`caught ${thrown}`);
    }
    return yield* bench.sleeper("went on", 9);
  }

  await bench.run(owner());

  expect(bench.log).toEqual(["1s caught broken", "10s went on"]);
});

test("what a call throws is thrown into the fiber that asked", async () => {
  const bench = new Bench();
  const asking = (start: () => never | Promise<never>) => bench.run(ask("call", start));

  await expect(
    asking(() => {
      throw new Error("at once");
    }),
  ).rejects.toThrow("at once");
  await expect(asking(() => Promise.reject(new Error("in time")))).rejects.toThrow("in time");
});
