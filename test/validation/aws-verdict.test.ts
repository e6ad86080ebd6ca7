import { describe, expect, test } from "vitest";
import { checkDefinition, createStateMachineMessage, validationResult } from "../../src/asl/index.ts";
import { VERDICT_CASES } from "./verdict-cases.ts";

describe("CreateStateMachine", () => {
  const refused = VERDICT_CASES.filter(({ refusal }) => refusal !== undefined);
  const accepted = VERDICT_CASES.filter(({ refusal }) => refusal === undefined);

  test.each(refused)("refuses $what", ({ definition, type, refusal }) => {
    const { diagnostics } = checkDefinition(definition, undefined, { type });

    expect(createStateMachineMessage(diagnostics)).toBe(`Invalid State Machine Definition: '${refusal}'`);
  });

  test.each(accepted)("accepts $what", ({ definition, type }) => {
    const { diagnostics } = checkDefinition(definition, undefined, { type });

    expect(createStateMachineMessage(diagnostics)).toBe(undefined);
  });
});

describe("ValidateStateMachineDefinition", () => {
  const warned = { StartAt: "A", States: { A: { Type: "Pass", Parameters: { x: "$.x" }, Next: "B" } } };
  const { diagnostics } = checkDefinition(warned);

  test("tells errors without their place in the message, and leaves a place out that AWS does not know", () => {
    expect(validationResult(diagnostics)).toEqual({
      result: "FAIL",
      diagnostics: [
        { severity: "ERROR", code: "MISSING_TRANSITION_TARGET", message: "Missing 'Next' target: B", location: "/States/A/Next" },
        { severity: "ERROR", code: "MISSING_END_STATE", message: "Workflow has no terminal state" },
      ],
      truncated: false,
    });
  });

  test("tells warnings when it is asked for them", () => {
    const told = validationResult(diagnostics, { severity: "WARNING" }).diagnostics;

    expect(told.at(-1)).toMatchObject({ severity: "WARNING", code: "NO_DOLLAR", location: "/States/A/Parameters/x" });
  });

  test("cuts the list off where it is asked to", () => {
    expect(validationResult(diagnostics, { maxResults: 1 })).toMatchObject({ result: "FAIL", diagnostics: { length: 1 }, truncated: true });
  });

  test("is OK with warnings, and does not tell what only we warn of", () => {
    const ours = checkDefinition({ StartAt: "A", States: { A: { Type: "Pass", InputPath: "$.a.length()", End: true } } });

    expect(ours.diagnostics).toMatchObject([{ code: "UNDOCUMENTED_PATH" }]);
    expect(validationResult(ours.diagnostics, { severity: "WARNING" })).toEqual({ result: "OK", diagnostics: [], truncated: false });
  });
});
