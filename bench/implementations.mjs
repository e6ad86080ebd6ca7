/** Who is measured: each makes, once, a function that runs a scenario to its end and answers its output. */
import { pathToFileURL } from "node:url";

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

export const implementations = {
  ours: { title: "sfn-testkit", prepare: ours },
  oursWithHistory: {
    title: "sfn-testkit, history read",
    prepare: (scenario, library) => ours(scenario, library, (execution) => execution.history.length),
  },
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
  byHand: {
    title: "written by hand",
    prepare:
      async ({ byHand, input, handlers }) =>
      () =>
        byHand(input, handlers()),
  },
};
