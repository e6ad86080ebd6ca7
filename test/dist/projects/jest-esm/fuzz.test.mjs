import { expect, test } from "@jest/globals";
import * as fuzz from "sfn-testkit/fuzz";
import { findCounterexample } from "./counterexample.cjs";

test("fuzzing finds a counterexample", async () => {
  await findCounterexample(fuzz, expect, "counterexample.txt");
});
