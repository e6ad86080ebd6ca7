import fc from "fast-check";
import type { Visit } from "sfn-testkit";
import { loadStateMachine, runStateMachine } from "sfn-testkit";
import { explorePaths, inputsFor, mocksOf } from "sfn-testkit/fuzz";
import { expect, test } from "vitest";
import { answersOf } from "../oracle/answers.ts";
import { failingMachine } from "../oracle/random-machine.ts";
import { choices } from "./random-choice.ts";

test("whatever the machine, a solved path is what it does, and nothing that is called unreachable is reached", {
  timeout: 120_000,
}, async () => {
  const tally = { solved: 0, unreachable: 0 };
  const law = async (definition: object, seeds: readonly number[]): Promise<void> => {
    const machine = await loadStateMachine(definition);
    const { paths, unreachable } = await explorePaths(machine, { maxPaths: 20, maxSteps: 30_000 });
    const solved = paths.filter((path) => path.solved);
    for (const path of solved) {
      const execution = await runStateMachine(machine, { input: path.input, mocks: mocksOf(path) });
      expect([execution.path, execution.status]).toEqual([path.states, path.status]);
    }
    const lost = new Set<string>(unreachable.map(({ pointer }) => pointer));
    const [input] = fc.sample(inputsFor(machine.definition), 1);
    for (const seed of seeds) {
      const { visits } = await runStateMachine(machine, { input, mocks: answersOf(seed) });
      expect(visits.flatMap(used).filter((pointer) => lost.has(pointer))).toEqual([]);
    }
    tally.solved += solved.length;
    tally.unreachable += unreachable.length;
  };

  await fc.assert(
    fc.asyncProperty(failingMachine, ({ definition, seeds }) => law(definition, seeds.slice(0, 10))),
    { numRuns: 40 },
  );

  // The law says something only if there is something to hold it against.
  expect(tally.solved).toBeGreaterThan(80);
  expect(tally.unreachable).toBeGreaterThan(20);
});

/** The state, and the rule, retriers and catcher that it used. */
function used({ pointer, rule, retries, caught }: Visit): readonly string[] {
  return [
    pointer,
    ...(rule === undefined ? [] : [`${pointer}/${rule === "default" ? "Default" : `Choices/${rule}`}`]),
    ...retries.map(({ retrier }) => `${pointer}/Retry/${retrier}`),
    ...(caught === undefined ? [] : [`${pointer}/Catch/${caught.catcher}`]),
  ];
}

test("no rule that is called unreachable is ever taken", async () => {
  const inputs = fc.array(fc.record({ x: fc.constantFrom("a", "b", "c", 0, 1, 1.5, 2, 3, null, true) }, { requiredKeys: [] }), {
    minLength: 5,
    maxLength: 10,
  });
  await fc.assert(
    fc.asyncProperty(choices, inputs, async (definition, values) => {
      const machine = await loadStateMachine(definition);
      const { unreachable } = await explorePaths(machine);
      const never = unreachable.map(({ pointer }): string => pointer);
      for (const input of [...values, ...fc.sample(inputsFor(machine.definition), 5)]) {
        const { visits } = await runStateMachine(machine, { input });
        expect(visits.flatMap(used).filter((pointer) => never.includes(pointer))).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

test("each rule that can be used is taken by some of the inputs", async () => {
  await fc.assert(
    fc.asyncProperty(choices, async (definition) => {
      const machine = await loadStateMachine(definition);
      const { unreachable } = await explorePaths(machine);
      const taken = new Set(unreachable.map(({ pointer }): string => pointer));
      for (const input of fc.sample(inputsFor(machine.definition), 60)) {
        const { visits } = await runStateMachine(machine, { input });
        for (const pointer of visits.flatMap(used)) taken.add(pointer);
      }
      const rules = machine.definition.States["Pick"] as { readonly Choices: readonly object[] };
      expect([...taken]).toEqual(expect.arrayContaining(rules.Choices.map((_rule, index) => `/States/Pick/Choices/${index}`)));
    }),
    { numRuns: 60 },
  );
});
