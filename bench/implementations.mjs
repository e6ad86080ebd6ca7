/** Who is measured: each makes, once, a function that runs a scenario to its end and answers its output. */
import { pathToFileURL } from "node:url";
import { wireImplementations } from "./wire-implementations.mjs";

async function ours({ definition, input, handlers, limits, virtualSeconds }, library, read = () => {}) {
  const { loadStateMachine, runStateMachine } = await import(pathToFileURL(library).href);
  const machine = await loadStateMachine(definition);
  return async () => {
    const execution = await runStateMachine(machine, { input, mocks: { lambda: handlers() }, ...(limits && { limits }) });
    read(execution);
    if (virtualSeconds !== undefined && execution.durationSeconds !== virtualSeconds)
      throw new Error(`It lasted ${execution.durationSeconds} s.`);
    return execution.output;
  };
}

async function peer({ definition, input, handlers, peerOverrides }) {
  const { StateMachine } = await import("aws-local-stepfunctions");
  const machine = new StateMachine(definition);
  return () => machine.run(input, { overrides: { taskResourceLocalHandlers: handlers(), ...peerOverrides } }).result;
}

/** Executions of one search: they share what it costs to begin one. */
const RUNS = 500;

/** Each search draws other faults; answers the output of an execution that met none. */
async function fuzzed({ definition, input, handlers }, library) {
  const { loadStateMachine } = await import(pathToFileURL(library).href);
  const { fuzzStateMachine } = await fuzzingBeside(library);
  const machine = await loadStateMachine(definition);
  const mocks = { lambda: handlers(), otherwise: {} };
  let seed = 0;
  return async () => {
    let output;
    let executions = 0;
    const invariant = (execution, { plan }) => {
      executions++;
      if (plan.faults.length === 0) ({ output } = execution);
    };
    await fuzzStateMachine(machine, { input, mocks, invariant, numRuns: RUNS, seed: seed++, progress: false });
    if (executions !== RUNS) throw new Error(`${executions} executions were examined.`);
    return output;
  };
}

async function explored({ definition }, library) {
  const { explorePaths } = await fuzzingBeside(library);
  return async () => (await explorePaths(definition)).paths;
}

const fuzzingBeside = (library) => import(new URL("fuzz.mjs", pathToFileURL(library)).href);

/** The same items, in executions of a thousand each, one after the other: what an item costs among few others. */
const THOUSAND = 1_000;
const byThousands = (prepare) => async (scenario, library) => {
  const parts = Array.from({ length: scenario.input.length / THOUSAND }, (_, part) =>
    scenario.input.slice(part * THOUSAND, (part + 1) * THOUSAND),
  );
  const runs = await Promise.all(parts.map((input) => prepare({ ...scenario, input }, library)));
  return async () => {
    const outputs = [];
    for (const run of runs) outputs.push(...(await run()));
    return outputs;
  };
};

const byHand =
  async ({ byHand, input, handlers }) =>
  () =>
    byHand(input, handlers());

export const implementations = {
  ours: { title: "sfn-testkit", prepare: ours },
  oursByThousands: { title: "sfn-testkit, by thousands", prepare: byThousands(ours) },
  oursWithHistory: {
    title: "sfn-testkit, history read",
    prepare: (scenario, library) => ours(scenario, library, (execution) => execution.history.length),
  },
  oursWithChildren: {
    title: "sfn-testkit, children's histories read",
    prepare: (scenario, library) => ours(scenario, library, ({ childExecutions }) => childExecutions.map(({ history }) => history.length)),
  },
  fuzzed: { title: "sfn-testkit, fuzzed", prepare: fuzzed, executions: RUNS },
  explored: { title: "sfn-testkit, explorePaths", prepare: explored },
  peer: { title: "aws-local-stepfunctions", prepare: peer },
  jsonata: {
    title: "jsonata alone",
    prepare: async ({ jsonata, input }) => {
      // Only who measures it loads the package: it would count as memory of the others.
      const { guarded } = await import("./guarded-jsonata.mjs");
      const evaluate = jsonata(guarded);
      return () => evaluate(input);
    },
  },
  byHand: { title: "written by hand", prepare: byHand },
  byHandByThousands: { title: "written by hand, by thousands", prepare: byThousands(byHand) },
  ...wireImplementations,
};
