import { isMainThread } from "node:worker_threads";
import type { MockContext } from "sfn-testkit";
import { runStateMachine, startStateMachine } from "sfn-testkit";
import { afterEach, expect, test, vi } from "vitest";
import { machine, task, wait } from "../running/machines.ts";

const FAKED = [
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "setImmediate",
  "clearImmediate",
  "queueMicrotask",
  "performance",
  "hrtime",
  "Date",
] as const;
/** Vitest talks to a forked process through `process.nextTick`, and fakes it in worker threads only. */
const fake = () => vi.useFakeTimers({ toFake: isMainThread ? [...FAKED] : [...FAKED, "nextTick"], now: 0 });

const mixed = machine({
  Wait: wait(60, { Next: "Asked" }),
  Asked: task("asked", { Next: "Sleeping", ResultPath: "$.asked" }),
  Sleeping: task("sleeping", { Retry: [{ ErrorEquals: ["E"] }], ResultPath: "$.sleeping" }),
});
const mocks = {
  lambda: {
    asked: async () => "answer",
    sleeping: async (_input: unknown, { sleep, attempt }: MockContext) => {
      await sleep("1h");
      if (attempt === 1) throw Object.assign(new Error("once"), { name: "E" });
      return attempt;
    },
  },
};

afterEach(() => {
  vi.useRealTimers();
});

test("timers that were faked before a run change nothing", async () => {
  const untouched = await runStateMachine(mixed, { mocks });

  fake();
  const faked = await runStateMachine(mixed, { mocks });

  expect(faked).toMatchObject({ status: "SUCCEEDED", output: { asked: "answer", sleeping: 2 } });
  expect(JSON.stringify(faked.history)).toBe(JSON.stringify(untouched.history));
});

test("timers that are faked during a run change nothing", async () => {
  const untouched = await runStateMachine(mixed, { mocks });
  const running = await startStateMachine(mixed, { mocks });
  await running.advance("30s");

  fake();
  await running.runUntil("Sleeping");
  const faked = await running.finish();

  expect(JSON.stringify(faked.history)).toBe(JSON.stringify(untouched.history));
});

test("timers that a handler fakes change nothing", async () => {
  const faking = { lambda: { ...mocks.lambda, asked: async () => fake() && "answer" } };
  const untouched = await runStateMachine(mixed, { mocks });

  const faked = await runStateMachine(mixed, { mocks: faking });

  expect(JSON.stringify(faked.history)).toBe(JSON.stringify(untouched.history));
});

test("a run moves no fake time and leaves no timers behind", async () => {
  fake();

  await runStateMachine(mixed, { mocks });

  expect({ now: Date.now(), timers: vi.getTimerCount() }).toEqual({ now: 0, timers: 0 });
});

test("a run touches none of the globals that tell time or chance", async () => {
  const globals = () => [Date, Date.now, setTimeout, setImmediate, queueMicrotask, process.nextTick, Math.random, performance.now];
  const before = globals();
  const during: unknown[] = [];

  await runStateMachine(machine({ T: task("look") }), { mocks: { lambda: { look: () => void during.push(...globals()) } } });

  expect(during).toEqual(before);
  expect(globals()).toEqual(before);
});

test("a handler may wait for a fake timer that the test moves", async () => {
  vi.useFakeTimers();
  const charge = () => new Promise((resolve) => setTimeout(() => resolve("fired"), 1_000));

  const run = runStateMachine(machine({ T: task("charge") }), { mocks: { lambda: { charge } } });
  await vi.advanceTimersByTimeAsync(1_000);

  expect((await run).output).toBe("fired");
});

test("a run leaves nothing behind that keeps the process alive", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout" || kind === "Immediate").length;
  const before = timers();

  await runStateMachine(mixed, { mocks });

  expect(timers()).toBe(before);
});
