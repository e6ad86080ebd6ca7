import { describe, expect, test } from "vitest";
import { checkDefinition } from "../../src/asl/index.ts";
import { readDefinition } from "../../src/simulator/read-definition.ts";
import { diagnose } from "./marked-text.ts";

const codes = (text: string, format: "json" | "yaml" = "json"): readonly string[] => diagnose(text, format).map(({ code }) => code);

/** A Parallel in a Parallel in a Parallel … */
function nestedParallel(levels: number): object {
  let graph: object = { StartAt: "S", States: { S: { Type: "Succeed" } } };
  for (let level = 0; level < levels; level++) {
    graph = { StartAt: `P${level}`, States: { [`P${level}`]: { Type: "Parallel", Branches: [graph], End: true } } };
  }
  return graph;
}

describe("ten megabytes are refused at once, as", () => {
  test("text", async () => {
    const before = Date.now();

    await expect(readDefinition(`{"Comment":"${"x".repeat(10_000_000)}"}`)).rejects.toThrow("larger than 1,048,576 bytes");

    expect(Date.now() - before).toBeLessThan(2_000);
  });

  test("an object", () => {
    expect(checkDefinition({ Comment: "x".repeat(10_000_000) }).diagnostics).toMatchObject([{ code: "TOO_LARGE" }]);
  });

  test("an object whose parts are shared a million times", () => {
    let doubled: object = { Type: "Pass" };
    for (let level = 0; level < 60; level++) doubled = { left: doubled, right: doubled };

    expect(checkDefinition(doubled).diagnostics).toMatchObject([{ code: "TOO_LARGE" }]);
  });
});

test("a definition of just the greatest size is read", () => {
  const frame = '{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } }, "Comment": "" }';

  expect(codes(frame.replace('""', `"${"x".repeat(1_048_576 - frame.length)}"`))).toEqual([]);
  expect(codes(frame.replace('""', `"${"é".repeat(1_048_576 / 2)}"`))).toEqual(["TOO_LARGE"]);
});

describe("depth does no harm", () => {
  test.each([
    ["a thousand Parallel states", nestedParallel(1_000)],
    ["an object in itself", Object.assign({ States: {} }, { StartAt: "A" })],
  ])("%s", (name, definition) => {
    if (name.startsWith("an object")) Object.assign(definition, { States: definition });

    expect(checkDefinition(definition).diagnostics).toMatchObject([{ code: "TOO_DEEPLY_NESTED", pointer: "" }]);
  });

  test.each([
    ["json", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
    ["yaml", `a: ${"[".repeat(20_000)}${"]".repeat(20_000)}`],
  ] as const)("a text of many brackets in %s", (format, text) => {
    expect(codes(text, format)).toEqual(["TOO_DEEPLY_NESTED"]);
  });

  test("a text of brackets that are never closed", () => {
    expect(codes(`{"a":${"[".repeat(500_000)}`)).toEqual(["INVALID_JSON"]);
  });

  test("fifty Parallel states in each other are fine", () => {
    expect(checkDefinition(nestedParallel(50)).diagnostics).toEqual([]);
  });
});

test("thousands of errors with thousands of candidates for a hint are told in time", { timeout: 8_000 }, () => {
  const states = Array.from({ length: 9_000 }, (_, index) => [`State${index}`, { Type: "Pass", Next: `Stat${index}` }]);

  const { diagnostics } = checkDefinition({ StartAt: "State0", States: Object.fromEntries(states) });

  expect(diagnostics).toHaveLength(101);
  expect(diagnostics[0]?.hint).toBe('Did you mean "State0"?');
});

test("names too long to be typed are not compared", () => {
  const long = (end: string): string => "n".repeat(400_000) + end;

  const { diagnostics } = checkDefinition({ StartAt: long("a"), States: { [long("b")]: { Type: "Succeed" } } });

  expect(diagnostics.map(({ code }) => code)).toEqual(["INVALID_STATE_NAME", "START_NOT_FOUND", "UNREACHABLE_STATE"]);
  for (const { message } of diagnostics) expect(message.length).toBeLessThan(300);
});
