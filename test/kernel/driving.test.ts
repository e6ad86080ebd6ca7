import { expect, test } from "vitest";
import { all } from "../../src/kernel/effect.ts";
import { SILENCE } from "../../src/kernel/external.ts";
import { ask, Bench, landed, realTurns, seconds } from "./driving.ts";

test("driving stops when its root is over, with others still under way", async () => {
  const bench = new Bench();
  const root = bench.kernel.start("short", bench.sleeper("short", 1));
  bench.kernel.start("long", bench.sleeper("long", 5));

  expect(await bench.drive(root)).toBe("over");
  expect(bench.log).toEqual(["1s short"]);
});

test("driving to a horizon does what is due up to it, and sets the clock to it", async () => {
  const bench = new Bench();
  bench.kernel.start("root", all([bench.sleeper("a", 1), bench.sleeper("b", 3), bench.sleeper("c", 3.001)]));

  expect(await bench.drive(undefined, { horizon: seconds(3) })).toBe("later");
  expect(bench.log).toEqual(["1s a", "3s b"]);
  expect(bench.kernel.now()).toBe(3_000);
});

test("driving ends idle when what is left will never be due", async () => {
  const bench = new Bench();
  const root = bench.kernel.start("root", all([bench.asker("nobody answers", () => SILENCE), bench.sleeper("a", 1)]));

  expect(await bench.drive(root)).toBe("idle");
  expect(bench.kernel.waits(root)).toEqual(["nobody answers"]);
});

test("a pause hands control back at that very point, before others of the same instant", async () => {
  const bench = new Bench();
  function* pausing(): ReturnType<typeof bench.sleeper> {
    bench.note("before");
    yield { kind: "pause" };
    bench.note("after");
    return "";
  }
  const root = bench.kernel.start("root", all([pausing(), bench.sleeper("other", 0)]));

  expect(await bench.drive(root)).toBe("paused");
  expect(bench.log).toEqual(["0s before"]);
  expect(await bench.drive(root)).toBe("over");
  expect(bench.log).toEqual(["0s before", "0s after", "0s other"]);
});

test("several roots share one clock, and are driven together", async () => {
  const bench = new Bench();
  const first = bench.kernel.start("first", bench.sleeper("first", 3));
  bench.kernel.start("second", bench.sleeper("second", 2));

  await bench.drive(first);

  expect(bench.log).toEqual(["2s second", "3s first"]);
});

test("several may drive one kernel at a time, while calls are under way", async () => {
  const bench = new Bench();
  const slow = (name: string, turns: number) =>
    bench.kernel.start(
      name,
      bench.asker(name, () => realTurns(turns).then(() => landed("!", 1))),
    );
  const [first, second] = [slow("first", 3), slow("second", 1)];

  expect(await Promise.all([bench.drive(first), bench.drive(second)])).toEqual(["over", "over"]);
  expect(bench.log).toEqual(["1s first !", "1s second !"]);
});

test("a call that never settles is named after real seconds", async () => {
  const bench = new Bench();
  const body = all([bench.asker("lost call", () => new Promise(() => {})), bench.asker("answered", async () => landed("!"))]);

  await expect(bench.run(body, { realSeconds: 0.02 })).rejects.toThrow("stuck: lost call");
});

test("a call that sleeps holds no time", async () => {
  const bench = new Bench();
  const call = bench.asker("call", async (handle) => {
    await handle.sleep(5_000);
    bench.note("woke");
    await handle.sleep(5_000);
    return landed("!", 1);
  });

  await bench.run(all([call, bench.sleeper("other", 7)]));

  expect(bench.log).toEqual(["5s woke", "7s other", "11s call !"]);
});

test("a call may sleep several times at once", async () => {
  const bench = new Bench();
  const call = bench.asker("call", async (handle) => {
    await Promise.all([handle.sleep(3_000), handle.sleep(8_000), handle.sleep(3_000)]);
    return landed("!");
  });

  await bench.run(all([call, bench.sleeper("between", 5), bench.sleeper("after", 9)]));

  expect(bench.log).toEqual(["5s between", "8s call !", "9s after"]);
});

test("what wakes up while the same call sleeps elsewhere runs at its own instant", async () => {
  const bench = new Bench();
  const call = bench.asker("call", async (handle) => {
    const early = async (): Promise<void> => {
      await handle.sleep(3_000);
      for (let step = 0; step < 20; step++) await undefined;
      bench.note("woke early");
    };
    await Promise.all([early(), handle.sleep(8_000)]);
    return landed("!");
  });

  await bench.run(all([call, bench.sleeper("between", 5)]));

  expect(bench.log).toEqual(["3s woke early", "5s between", "8s call !"]);
});

test("a call that woke up holds time again, for as long as it really takes", async () => {
  const bench = new Bench();
  const call = bench.asker("call", async (handle) => {
    await handle.sleep(2_000);
    await realTurns(5);
    bench.note("did real work");
    return landed("!");
  });

  await bench.run(all([call, bench.sleeper("other", 3)]));

  expect(bench.log).toEqual(["2s did real work", "2s call !", "3s other"]);
});

test("a call sees virtual time", async () => {
  const bench = new Bench();
  const times: number[] = [];
  const call = ask("call", async (handle) => {
    times.push(handle.now());
    await handle.sleep(1_500);
    times.push(handle.now());
    return landed("!");
  });

  await bench.run(call);

  expect(times).toEqual([0, 1_500]);
});
