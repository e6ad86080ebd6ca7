import { expect, test } from "vitest";
import { instant } from "../../src/base/brand.ts";
import { signalled, sleepUntil, TIMED_OUT } from "../../src/kernel/effect.ts";
import { Signal } from "../../src/kernel/signal.ts";
import { Bench } from "./driving.ts";

const seconds = (count: number) => instant(count * 1_000);

test("a fiber that waits for a signal goes on at the instant it is given", async () => {
  const bench = new Bench();
  const signal = new Signal<string>(() => "the callback");
  bench.kernel.start("another", later(bench, signal, 5));

  const heard = await bench.run(signalled(signal));

  expect(heard).toBe("done");
  expect(bench.kernel.now()).toBe(seconds(5));
});

test("a signal given before anyone waits is not lost, and the first word counts", async () => {
  const bench = new Bench();
  const signal = new Signal<string>(() => "the callback");
  bench.kernel.signal(signal, "early");
  bench.kernel.signal(signal, "late");

  expect(await bench.run(signalled(signal))).toBe("early");
});

test("a deadline ends the wait, and what is said afterwards is heard by nobody", async () => {
  const bench = new Bench();
  const signal = new Signal<string>(() => "the callback");

  expect(await bench.run(signalled(signal, seconds(3)))).toBe(TIMED_OUT);
  bench.kernel.signal(signal, "too late");
  expect(await bench.drive(undefined)).toBe("idle");
});

test("a wait that nobody will end is told by its label", async () => {
  const bench = new Bench();
  const root = bench.kernel.start("root", signalled(new Signal(() => '"Approve" waits for its token')));

  expect(await bench.drive(root)).toBe("idle");
  expect(bench.kernel.waits(root)).toEqual(['"Approve" waits for its token']);
});

function* later(bench: Bench, signal: Signal<string>, after: number) {
  yield* sleepUntil(seconds(after));
  bench.kernel.signal(signal, "done");
}
