/** Measures all implementations of one scenario, their rounds interleaved, so that drift of the machine hits all alike. */
import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { implementations } from "./implementations.mjs";
import { scenarios } from "./scenarios.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const median = (numbers) => numbers.toSorted((left, right) => left - right)[numbers.length >> 1];

/** The workers live until all have been measured; those whose turn it is not wait idle. */
export async function measureScenario(name, { node, library, rounds, milliseconds }) {
  const workers = [];
  try {
    for (const implementation of scenarios[name].implementations) workers.push(await startWorker(name, implementation, node, library));
    for (const worker of workers) await ask(worker, milliseconds / 2);
    for (let round = 0; round < rounds; round++) for (const worker of workers) worker.results.push(await ask(worker, milliseconds));
    return workers.map(({ implementation, results }) => rowOf(name, implementation, results, memoryOfBareNode(node)));
  } finally {
    for (const { process } of workers) process.kill();
  }
}

async function startWorker(scenario, implementation, node, library) {
  const process = fork(here("worker.mjs"), [scenario, implementation, library], { execPath: node, execArgv: [] });
  await answerOf(process);
  return { process, implementation, results: [] };
}

function ask({ process }, milliseconds) {
  process.send({ milliseconds });
  return answerOf(process);
}

async function answerOf(process) {
  const ended = new AbortController();
  const gone = once(process, "exit", { signal: ended.signal }).then(([code]) => {
    throw new Error(`A worker ended with code ${code}: see above.`);
  });
  try {
    const [answer] = await Promise.race([once(process, "message", { signal: ended.signal }), gone]);
    return answer;
  } finally {
    gone.catch(() => {});
    ended.abort();
  }
}

function rowOf(scenario, implementation, results, bareMemory) {
  const { executions = 1 } = implementations[implementation];
  const seconds = median(results.map((result) => result.seconds)) / executions;
  return {
    scenario,
    implementation,
    executionsPerSecond: 1 / seconds,
    microsecondsPerUnit: (seconds * 1e6) / scenarios[scenario].units,
    peakBytes: Math.max(0, results.at(-1).peakMemory - bareMemory),
  };
}

let bare;
function memoryOfBareNode(node) {
  bare ??= median(Array.from({ length: 5 }, () => Number(execFileSync(node, [here("bare-node.mjs")]))));
  return bare;
}
