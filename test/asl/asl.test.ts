import type { Execution, HistoryEvent } from "sfn-testkit";
import { runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import type { AslCase, Expectation } from "./asl-case.ts";
import { sections } from "./asl-case.ts";
import { historyLinesAs } from "./history-lines.ts";
import { mocksFrom } from "./mocks-from.ts";

describe.each(sections())("%s", (_section, cases) => {
  test("no two cases promise the same", () => {
    const titles = cases.map(({ title }) => title);

    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  for (const each of cases) {
    const promise = each.knownDifference === undefined ? test : test.fails;
    promise(each.title, async () => {
      expectAll(await run(each), each.expect);
    });
  }
});

function run({ definition, input, mocks, options }: AslCase): Promise<Execution> {
  return runStateMachine(definition, { ...options, ...(input !== undefined && { input }), mocks: mocksFrom(mocks) });
}

function expectAll(execution: Execution, expected: Expectation): void {
  const { status, error, cause } = execution;
  expect({ status, error, cause }).toEqual({
    status: expected.status,
    error: expected.error ?? undefined,
    cause: expected.cause ?? undefined,
  });
  if (expected.status === "SUCCEEDED") expect(execution.output).toEqual(expected.output);
  if (expected.durationSeconds !== undefined) expect(execution.durationSeconds).toBe(expected.durationSeconds);
  if (expected.path !== undefined) expect(execution.path).toEqual(expected.path);
  if (expected.variables !== undefined) expect(execution.variables).toEqual(expected.variables);
  if (expected.history !== undefined) expect(historyLinesAs(expected.history, execution.history)).toEqual(expected.history);
  for (const [id, details] of Object.entries(expected.details ?? {})) expect(detailsOf(execution.history, Number(id))).toEqual(details);
}

function detailsOf(history: readonly HistoryEvent[], id: number): unknown {
  const event = history.find((each) => each.id === id);
  if (event === undefined) return undefined;
  const { id: _id, previousEventId, timestamp, type, ...details } = event;
  return Object.values(details)[0];
}
