import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../src/base/json.ts";
import { compileJsonPath, compileReferencePath } from "../../src/query/index.ts";

const insert = (path: string, document: Json, value: Json): Json => compileReferencePath(path).insert(document, value);

describe("inserting", () => {
  test.each<[string, Json, Json]>([
    ["$", { a: 1 }, "new"],
    ["$.a", { a: 1, b: 2 }, { a: "new", b: 2 }],
    ["$.c", { a: 1 }, { a: 1, c: "new" }],
    ["$.x.y['z z']", { a: 1 }, { a: 1, x: { y: { "z z": "new" } } }],
    ["$.list[1]", { list: [1, 2, 3] }, { list: [1, "new", 3] }],
    ["$[0].a", [{}], [{ a: "new" }]],
  ])("at %s of %j", (path, document, expected) => {
    expect(insert(path, document, "new")).toStrictEqual(expected);
  });

  test("__proto__ and constructor as names are data", () => {
    expect(JSON.stringify(insert("$.constructor.x", {}, 1))).toBe('{"constructor":{"x":1}}');
    expect(JSON.stringify(insert("$.__proto__.x", {}, 1))).toBe('{"__proto__":{"x":1}}');
    expect(insert("$.a", JSON.parse('{"__proto__": 1}') as Json, 2)).toStrictEqual(JSON.parse('{"__proto__": 1, "a": 2}'));
  });

  test("what is off the way is shared, not copied", () => {
    const document = { far: { away: 1 }, near: { a: 1, b: {} } };
    const changed = insert("$.near.a", document, 2) as typeof document;

    expect(changed.far).toBe(document.far);
    expect(changed.near.b).toBe(document.near.b);
    expect(document.near.a).toBe(1);
  });

  test.each<[string, Json]>([
    ["$.a", 5],
    ["$.a", null],
    ["$.a", []],
    ["$.a.b", { a: "text" }],
    ["$.a.b", { a: null }],
    ["$.a[0]", { a: {} }],
    ["$.a[0]", {}],
    ["$.a[1]", { a: [1] }],
  ])("at %s of %j fails with States.ResultPathMatchFailure", (path, document) => {
    expect(() => insert(path, document, 1)).toThrow(
      expect.objectContaining({
        error: "States.ResultPathMatchFailure",
        text: `Unable to apply ReferencePath ${path} to input ${JSON.stringify(document)}`,
      }),
    );
  });
});

test.each(["$.*", "$..a", "$[0,1]", "$['a','b']", "$[0:1]", "$[?(@.a)]", "$[-1]", "$.a.length()", "a", "$$", "$$.a", "$v"])(
  "%s is no reference path",
  (path) => {
    expect(() => compileReferencePath(path)).toThrow(expect.objectContaining({ name: "QuerySyntaxError" }));
  },
);

describe("laws", () => {
  const name = fc.constantFrom("a", "b", "it's", "__proto__", "x.y");
  const names = fc.array(name, { maxLength: 4 });
  const pathOf = (steps: readonly string[]): string => `$${steps.map((step) => `['${step.replaceAll("'", "\\'")}']`).join("")}`;
  const { document } = fc.letrec<{ document: Json; object: Json }>((tie) => ({
    document: fc.oneof({ depthSize: "small" }, fc.integer(), tie("object")),
    object: fc.dictionary(name, tie("document"), { noNullPrototype: true }),
  }));
  const failed = Symbol("failed");

  function tryInsert(path: string, into: Json, value: Json): Json | typeof failed {
    try {
      return insert(path, into, value);
    } catch {
      return failed;
    }
  }

  test("what was inserted is read", () => {
    fc.assert(
      fc.property(document, names, fc.integer(), (into, steps, value) => {
        const changed = tryInsert(pathOf(steps), into, value);
        fc.pre(changed !== failed);
        return compileJsonPath(pathOf(steps)).read(changed as Json) === value;
      }),
    );
  });

  test("nothing else changes", () => {
    fc.assert(
      fc.property(document, names, names, fc.integer(), (into, steps, others, value) => {
        const changed = tryInsert(pathOf(steps), into, value);
        const before = compileJsonPath(pathOf(others)).read(into);
        const related = steps.every((step, index) => index >= others.length || step === others[index]);
        fc.pre(changed !== failed && !related && typeof before !== "symbol");
        expect(compileJsonPath(pathOf(others)).read(changed as Json)).toBe(before);
      }),
    );
  });
});
