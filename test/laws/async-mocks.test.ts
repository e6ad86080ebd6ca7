import type { Execution } from "sfn-testkit";
import { runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import type { AslCase } from "../asl/asl-case.ts";
import { sections } from "../asl/asl-case.ts";
import { mocksFrom } from "../asl/mocks-from.ts";

const asked = sections().flatMap(([section, cases]) =>
  cases.filter(({ mocks }) => mocks !== undefined).map((each) => [section, each.title, each] as const),
);

describe("a mock that answers in time changes no history", () => {
  test.each(asked)("%s: %s", async (_section, _title, each) => {
    const atOnce = await run(each, (mock) => mock);
    const inTime = await run(
      each,
      (mock) =>
        async (...asking: unknown[]) =>
          typeof mock === "function" ? mock(...asking) : mock,
    );

    expect(JSON.stringify(inTime.history)).toBe(JSON.stringify(atOnce.history));
  });
});

function run({ definition, input, mocks, options }: AslCase, wrap: (mock: unknown) => unknown): Promise<Execution> {
  return runStateMachine(definition, { ...options, ...(input !== undefined && { input }), mocks: mocksFrom(mocks, wrap) });
}
