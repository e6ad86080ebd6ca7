import * as fuzz from "sfn-testkit/fuzz";
import { expect, test } from "vitest";
import { findCounterexample } from "./counterexample.cjs";

test("fuzzing finds a counterexample", async () => {
  await findCounterexample(fuzz, expect, "counterexample.txt");
});
