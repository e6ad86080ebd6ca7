import { expect, test } from "vitest";
import type { Step } from "../../src/kernel/effect.ts";
import { all, sleepUntil } from "../../src/kernel/effect.ts";
import type { ExternalHandle, Landed } from "../../src/kernel/external.ts";
import { SILENCE } from "../../src/kernel/external.ts";
import { Bench, landed, realTurns, seconds } from "./driving.ts";

function* failAt(second: number): Step<never> {
  yield* sleepUntil(seconds(second));
  throw new Error("broken");
}

test("cancelled fibers run their finally blocks, children before parents", async () => {
  const bench = new Bench();
  function* guarded(name: string, inner: Step<unknown>): Step<unknown> {
    try {
      return yield* inner;
    } finally {
      bench.note(`end of ${name}`);
    }
  }

  const nested = guarded("parent", all([guarded("child", bench.sleeper("never", 9))]));
  await expect(bench.run(all([nested, failAt(2)]))).rejects.toThrow("broken");

  expect(bench.log).toEqual(["2s end of child", "2s end of parent"]);
});

test("the signal of a cancelled call is aborted, whether it was asked for before or after", async () => {
  const bench = new Bench();
  const signals: { early?: AbortSignal; handle?: ExternalHandle } = {};
  const call = bench.asker("call", (handle) => {
    signals.early = handle.signal;
    signals.handle = handle;
    return SILENCE;
  });

  await expect(bench.run(all([call, failAt(2)]))).rejects.toThrow("broken");

  expect(signals.early?.aborted).toBe(true);
  expect(signals.handle?.signal.aborted).toBe(true);
});

test("the signal of a call that was answered is not aborted", async () => {
  const bench = new Bench();
  let signal: AbortSignal | undefined;

  await bench.run(
    bench.asker("call", (handle) => {
      signal = handle.signal;
      return landed("!");
    }),
  );

  expect(signal?.aborted).toBe(false);
});

test("the late answer of a cancelled call is dropped", async () => {
  const bench = new Bench();
  let land: (answer: Landed<string>) => void = () => {};
  const late = new Promise<Landed<string>>((resolve) => {
    land = resolve;
  });
  // Asleep, the call holds no time, so that it can be cancelled before it is answered.
  const call = bench.asker("call", async (handle) => {
    void handle.sleep(100_000);
    return await late;
  });

  await expect(bench.run(all([call, failAt(2)]))).rejects.toThrow("broken");
  land(landed("too late"));
  await realTurns(2);
  await bench.run(bench.sleeper("after", 200));

  expect(bench.log).toEqual(["202s after"]);
});

test("the late failure of a cancelled call is dropped", async () => {
  const bench = new Bench();
  let fail: (reason: Error) => void = () => {};
  const call = bench.asker("call", async (handle) => {
    void handle.sleep(100_000);
    return await new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
  });

  await expect(bench.run(all([call, failAt(2)]))).rejects.toThrow("broken");
  fail(new Error("too late"));
  await realTurns(2);

  await expect(bench.run(bench.sleeper("after", 1))).resolves.toBe("after");
});

test("a root that is stopped does nothing more", async () => {
  const bench = new Bench();
  const root = bench.kernel.start("root", all([bench.sleeper("a", 1), bench.sleeper("b", 5)]));

  await bench.drive(root, { horizon: seconds(3) });
  bench.kernel.stop(root);

  expect(await bench.drive(root)).toBe("idle");
  expect(bench.log).toEqual(["1s a"]);
});
