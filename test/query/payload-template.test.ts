import { describe, expect, test } from "vitest";
import type { Json } from "../../src/base/json.ts";
import { compilePath, compileTemplate, compileTemplateField, MISSING, QueryFailure } from "../../src/query/index.ts";
import { surroundings } from "./surroundings.ts";

const around = surroundings({ Execution: { Name: "run" } }, { total: 12, order: { id: 3 } });
const evaluate = (template: Json, input: Json = {}): Json => compileTemplate(template)(input, around);

describe("payload templates", () => {
  test("fields ending in .$ are computed at any depth, all else is as written", () => {
    const template = {
      a: "$.x",
      "b.$": "$.x",
      list: [{ "c.$": "$$.Execution.Name" }, "$.x", ["States.UUID()"]],
      "d.$": "States.MathAdd($total, 1)",
      "e.$x": 1,
    };

    expect(evaluate(template, { x: [1] })).toStrictEqual({
      a: "$.x",
      b: [1],
      list: [{ c: "run" }, "$.x", ["States.UUID()"]],
      d: 13,
      "e.$x": 1,
    });
  });

  test.each([1, "$.x", null, [], { a: [{}] }])("a template without computed fields, %j, is one frozen value for ever", (template) => {
    const compiled = compileTemplate(template);

    expect(compiled({}, around)).toStrictEqual(template);
    expect(compiled({}, around)).toBe(compiled({ other: 1 }, around));
    expect(Object.isFrozen(compiled({}, around))).toBe(true);
  });

  test("static parts of a template are shared and frozen, found values are not copied", () => {
    const compiled = compileTemplate({ fixed: { a: [1] }, "found.$": "$.x" });
    const input = { x: {} };
    const [first, second] = [compiled(input, around), compiled(input, around)] as { fixed: Json; found: Json }[];

    expect(first?.fixed).toBe(second?.fixed);
    expect(Object.isFrozen(first?.fixed)).toBe(true);
    expect(first?.found).toBe(input.x);
  });

  test("__proto__ and constructor are data", () => {
    const template = JSON.parse('{"__proto__.$": "$.x", "constructor": {"__proto__": [1]}}') as Json;

    expect(JSON.stringify(evaluate(template, { x: { y: 1 } }))).toBe('{"__proto__":{"y":1},"constructor":{"__proto__":[1]}}');
  });

  test.each([
    [{ "value.$": "$.x" }, "The JSONPath '$.x' specified for the field 'value.$' could not be found in the input '{\"y\":1}'"],
    [
      { a: { "v.$": "$$.Nope" } },
      "The JSONPath '$$.Nope' specified for the field 'v.$' could not be found in the input '{\"Execution\":{\"Name\":\"run\"}}'",
    ],
    [{ "v.$": "$order.x" }, "The JSONPath '$order.x' specified for the field 'v.$' could not be found in the input '{\"id\":3}'"],
  ])("a path in %j that finds nothing fails with States.Runtime", (template, text) => {
    expect(() => evaluate(template, { y: 1 })).toThrow(expect.objectContaining({ error: "States.Runtime", text }));
    expect(() => evaluate(template, { y: 1 })).toThrow(expect.any(QueryFailure));
  });

  test("a path that finds many gives an array, also of none", () => {
    expect(evaluate({ "v.$": "$.list[?(@.id > 1)].id" }, { list: [{ id: 1 }] })).toStrictEqual({ v: [] });
  });

  test.each<[Json, string, string]>([
    [{ a: [{ "b/c.$": "nonsense" }] }, "/a/0/b~1c.$", "b/c.$"],
    [{ "x.$": 5 }, "/x.$", "x.$"],
    [{ "x.$": { y: 1 } }, "/x.$", "x.$"],
    [{ "x.$": "$.a[" }, "/x.$", "x.$"],
    [{ "x.$": "" }, "/x.$", "x.$"],
    [{ "x.$": String.raw`States.StringToJson('{"text":"An \"escaped\" quote"}')` }, "/x.$", "x.$"],
  ])("%j is refused with the place of the field", (template, at, field) => {
    expect(() => compileTemplate(template)).toThrow(
      expect.objectContaining({
        name: "QuerySyntaxError",
        at,
        message: expect.stringContaining(`The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`),
      }),
    );
  });

  test("a template that nests without end is refused", () => {
    let template: Json = 1;
    for (let depth = 0; depth < 1_500; depth++) template = [template];

    expect(() => compileTemplate(template)).toThrow(expect.objectContaining({ name: "QuerySyntaxError" }));
  });

  test("unsupported parts are reported with their fields", () => {
    const found: string[] = [];
    compileTemplate({ a: { "n.$": "$.l.length()" }, "m.$": "States.Array(States.Array($.l[-1:]))" }, (warning, at) =>
      found.push(`${at}: ${warning}`),
    );

    expect(found).toStrictEqual([
      "/a/n.$: AWS does not support functions such as length() in paths.",
      "/m.$: Slices with negative bounds differ between versions of the JSONPath engine.",
    ]);
  });

  test("a single field may be a path or a call", () => {
    expect(compileTemplateField("ErrorPath", "$.e")({ e: "E" }, around)).toBe("E");
    expect(compileTemplateField("CausePath", "States.Format('{}!', $.e)")({ e: "E" }, around)).toBe("E!");
    expect(() => compileTemplateField("ErrorPath", "$.e")(1, around)).toThrow(
      expect.objectContaining({ text: "The JSONPath '$.e' specified for the field 'ErrorPath' could not be found in the input '1'" }),
    );
  });
});

describe("path expressions", () => {
  test.each<[string, string, Json | typeof MISSING]>([
    ["$", "input", { a: [1] }],
    ["$.a[0]", "input", 1],
    ["$$", "context", { Execution: { Name: "run" } }],
    ["$$.Execution['Name']", "context", "run"],
    ["$total", "variable", 12],
    ["$order.id", "variable", 3],
    ["$order['id']", "variable", 3],
    ["$nothing", "variable", MISSING],
    ["$constructor", "variable", MISSING],
    ["$order.x", "variable", MISSING],
  ])("%s is of the %s", (text, root, expected) => {
    const path = compilePath(text);

    expect(path.root).toBe(root);
    expect(path.read({ a: [1] }, around)).toStrictEqual(expected);
  });

  test("a filter's $ is what the path is applied to", () => {
    const path = compilePath("$$.list[?(@ > $.least)]");

    expect(path.read({ least: 9 }, surroundings({ list: [1, 2, 3], least: 1 }))).toStrictEqual([2, 3]);
  });

  test("an expression tells what it is applied to and why it finds nothing", () => {
    expect(compilePath("$nothing.x").explainMissing(1, around)).toBe("The variable '$nothing' has no value.");
    expect(compilePath("$order.x").explainMissing(1, around)).toBe("No results for path: $['x']");
    expect(compilePath("$order.x").document(1, around)).toStrictEqual({ id: 3 });
    expect(compilePath("$.x").document(1, around)).toBe(1);
    expect(compilePath("$größe_1.x").variableName).toBe("größe_1");
  });

  test.each(["", "x", "$ ", "$1", "$$$", "$.a,$.b", "$a-b", "States.UUID()"])("%j is no path", (text) => {
    expect(() => compilePath(text)).toThrow(expect.objectContaining({ name: "QuerySyntaxError" }));
  });
});
