import { expect, test } from "vitest";
import { Progress } from "../../src/fuzz/progress.ts";

test("progress is told from two seconds on, twice a second", () => {
  let runs = 0;
  const told: number[] = [];
  const progress = new Progress(
    10_000,
    ({ seconds }) => void told.push(seconds),
    () => runs / 1_000,
  );

  while (runs++ < 4_000) progress.count();

  expect(told).toEqual([2.048, 2.56, 3.072, 3.584]);
});
