/** A process of its own for one scenario and implementation: checks the result once, warms up, then runs a round whenever it is asked to. */
import { implementations } from "./implementations.mjs";
import { peakMemory } from "./peak-memory.mjs";
import { scenarios } from "./scenarios.mjs";

const [scenarioName, implementationName, library] = process.argv.slice(2);
const scenario = scenarios[scenarioName];
const run = await implementations[implementationName].prepare({ ...scenario, input: scenario.input() }, library);

const output = await run();
if (!scenario.isRight(output)) throw new Error(`${implementationName} answers ${JSON.stringify(output).slice(0, 200)} in ${scenarioName}.`);

/** Executes for at least so long, at least once; answers seconds per execution. */
async function round(milliseconds) {
  const start = performance.now();
  let executions = 0;
  let elapsed;
  do {
    await run();
    executions++;
    elapsed = performance.now() - start;
  } while (elapsed < milliseconds);
  return elapsed / 1_000 / executions;
}

process.on("message", async ({ milliseconds }) => {
  const seconds = await round(milliseconds);
  process.send({ seconds, peakMemory: peakMemory() });
});
process.send({ ready: true });
