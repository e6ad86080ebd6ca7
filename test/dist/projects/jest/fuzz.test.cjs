const fuzz = require("sfn-testkit/fuzz");
const { findCounterexample } = require("./counterexample.cjs");

test("fuzzing finds a counterexample", async () => {
  await findCounterexample(fuzz, expect, "counterexample.txt");
});
