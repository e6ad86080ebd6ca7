import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../src/base/json.ts";
import { compileIntrinsic, QueryFailure, QuerySyntaxError } from "../../src/query/index.ts";
import { surroundings } from "./surroundings.ts";

const evaluate = (text: string, input: Json = null): Json => compileIntrinsic(text)(input, surroundings({ n: 9 }, { v: { w: 8 } }));

function failureOf(text: string, input: Json = null): QueryFailure {
  try {
    evaluate(text, input);
  } catch (failure) {
    if (failure instanceof QueryFailure) return failure;
    throw failure;
  }
  throw new Error(`${text} did not fail`);
}

describe("results", () => {
  const cases: readonly (readonly [call: string, input: Json, expected: Json])[] = [
    ["States.Array()", null, []],
    ["States.Array('a', 1, $.b, null)", { b: {} }, ["a", 1, {}, null]],
    ["States.ArrayPartition($, 2)", [1, 2, 3], [[1, 2], [3]]],
    ["States.ArrayPartition($, 5)", [1, 2], [[1, 2]]],
    ["States.ArrayPartition($, 1.6)", [1, 2, 3], [[1, 2], [3]]],
    ["States.ArrayPartition($, 3)", [], []],
    ["States.ArrayContains($.list, $.item)", { list: [{ a: 1, b: 2 }], item: { b: 2, a: 1 } }, true],
    ["States.ArrayContains($, '1')", [1], false],
    ["States.ArrayRange(1, 9, 2)", null, [1, 3, 5, 7, 9]],
    ["States.ArrayRange(0, 10, 4)", null, [0, 4, 8]],
    ["States.ArrayRange(1, 9, 9)", null, [1]],
    ["States.ArrayRange(3, 1, -1)", null, [3, 2, 1]],
    ["States.ArrayRange(3, 1, 1)", null, []],
    ["States.ArrayRange(0.6, 2.4, 1)", null, [1, 2]],
    ["States.ArrayGetItem($, 1)", [1, null], null],
    ["States.ArrayLength($)", [1, [2, 3]], 2],
    ["States.ArrayUnique($)", [1, "1", 1, { a: 1 }, { a: 1 }, null, null, [1]], [1, "1", { a: 1 }, null, [1]]],
    ["States.Base64Encode('Größe')", null, "R3LDtsOfZQ=="],
    ["States.Base64Decode('R3LDtsOfZQ==')", null, "Größe"],
    ["States.Base64Decode('YQ')", null, "a"],
    ["States.Hash('abc', 'MD5')", null, "900150983cd24fb0d6963f7d28e17f72"],
    ["States.Hash('abc', 'SHA-1')", null, "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ["States.Hash($, 'MD5')", { a: [1] }, "9ce06edb2e3406c40e507870b76580a0"],
    ["States.JsonMerge($.a, $.b, false)", { a: { x: 1, y: { z: 1 } }, b: { y: { q: 2 } } }, { x: 1, y: { q: 2 } }],
    ["States.JsonToString($)", { b: [1.5, "x", null], a: -0.1 }, '{"b":[1.5,"x",null],"a":-0.1}'],
    ["States.JsonToString($)", "x", '"x"'],
    ["States.StringToJson($)", '{"a": [1]}', { a: [1] }],
    ["States.StringToJson($)", "", null],
    ["States.StringToJson($)", " \n", null],
    ["States.StringToJson($)", "-0", 0],
    ["States.MathRandom(10, 20)", null, 15],
    ["States.MathRandom(-20, -10)", null, -15],
    ["States.MathRandom(12.5, 14.4)", null, 13],
    ["States.MathAdd(2, -5)", null, -3],
    ["States.MathAdd(1.5, 1.4)", null, 3],
    ["States.StringSplit('a,b;;c,', ',;')", null, ["a", "b", "c"]],
    ["States.StringSplit('abc', '')", null, ["abc"]],
    ["States.StringSplit('', ',')", null, []],
    ["States.StringSplit('a😀b', '😀')", null, ["a", "b"]],
    ["States.UUID()", null, "5b9b5fbd-41fb-4ae8-9e06-9c3dd6d5a1f0"],
    ["States.Format('{}-{}: {}', 'a', 1.50, $)", { b: [true] }, 'a-1.5: {"b":[true]}'],
    ["States.Format($.t, $.x)", { t: "<{}>", x: null }, "<null>"],
    ["States.Format('{} {}', '{}', 1)", null, "{} 1"],
    ["States.Format('plain')", null, "plain"],
  ];

  test.each(cases)("%s of %j is %j", (call, input, expected) => {
    expect(evaluate(call, input)).toStrictEqual(expected);
  });

  test("JsonMerge keeps __proto__ as data", () => {
    const merged = evaluate("States.JsonMerge($[0], $[1], false)", JSON.parse('[{"__proto__": 1}, {"a": 2}]') as Json);

    expect(JSON.stringify(merged)).toBe('{"a":2,"__proto__":1}');
  });

  test("MathRandom gives the same number for the same seed, and others for others", () => {
    const numbers = [1, 2, 3, 4, 5, 1].map((seed) => evaluate(`States.MathRandom(0, 1000000, ${seed})`));

    expect(numbers[0]).toBe(numbers[5]);
    expect(new Set(numbers).size).toBe(5);
  });

  test("MathRandom stays from its start to below its end, whatever the seed", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 20 }), (seed, start, width) => {
        const number = evaluate("States.MathRandom($[0], $[1], $[2])", [start, start + width, seed]);
        return Number.isInteger(number) && (number as number) >= start && (number as number) < start + width;
      }),
    );
  });

  test("Base64Decode undoes Base64Encode", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => evaluate("States.Base64Decode(States.Base64Encode($))", text) === text),
    );
  });

  test("the parts of a partition make up the array", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (items, size) => {
        const parts = evaluate("States.ArrayPartition($[0], $[1])", [items, size]) as readonly (readonly Json[])[];
        expect(parts.flat()).toStrictEqual(items);
        expect(parts.every((part) => part.length > 0 && part.length <= size)).toBe(true);
      }),
    );
  });
});

describe("failures", () => {
  const tooLong = "x".repeat(10_001);
  const cases: readonly (readonly [call: string, input: Json, reason: string])[] = [
    ["States.ArrayPartition($, 2)", {}, "The first argument must be an array, but was {}."],
    ["States.ArrayPartition($, 0)", [], "The second argument must be a positive integer, but was 0."],
    ["States.ArrayContains('a', 'a')", null, 'The first argument must be an array, but was "a".'],
    ["States.ArrayRange(0, 1000, 1)", null, "The range has 1001 items; at most 1000 are allowed."],
    ["States.ArrayRange(0, 1, 0)", null, "The third argument must be other than zero, but was 0."],
    ["States.ArrayRange(0, '1', 1)", null, 'The second argument must be a number, but was "1".'],
    ["States.ArrayGetItem($, 1)", [1], "The index 1 is out of bounds: the array has 1 item."],
    ["States.ArrayGetItem($, -1)", [1, 2], "The index -1 is out of bounds: the array has 2 items."],
    ["States.ArrayLength($)", "abc", 'The first argument must be an array, but was "abc".'],
    ["States.ArrayUnique($)", null, "The first argument must be an array, but was null."],
    ["States.Base64Encode($)", 1, "The first argument must be a string, but was 1."],
    ["States.Base64Encode($)", tooLong, "The first argument has 10001 characters; at most 10000 are allowed."],
    ["States.Base64Decode($)", tooLong, "The first argument has 10001 characters; at most 10000 are allowed."],
    ["States.Base64Decode($)", "a*b=", 'The first argument must be Base64 text, but was "a*b=".'],
    ["States.Base64Decode($)", "abcde", 'The first argument must be Base64 text, but was "abcde".'],
    ["States.Hash($, 'MD5')", tooLong, "The first argument has 10001 characters; at most 10000 are allowed."],
    ["States.Hash($, 'MD5')", [tooLong], "The first argument has 10005 characters; at most 10000 are allowed."],
    ["States.Hash($, 'sha1')", "a", 'The second argument must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512, but was "sha1".'],
    [
      "States.Hash($, 'constructor')",
      "a",
      'The second argument must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512, but was "constructor".',
    ],
    ["States.JsonMerge($, 'a', false)", {}, 'The second argument must be an object, but was "a".'],
    ["States.JsonMerge($, $, true)", {}, "The third argument must be false, as only shallow merging is supported, but was true."],
    ["States.StringToJson($)", "{a}", 'The first argument must be JSON text, but was "{a}".'],
    ["States.StringToJson($)", {}, "The first argument must be a string, but was {}."],
    ["States.MathRandom(5, 5)", null, "The second argument must be greater than the first, but was 5."],
    ["States.MathRandom('1', 5)", null, 'The first argument must be a number, but was "1".'],
    ["States.MathAdd($, 1)", "1", 'The first argument must be a number, but was "1".'],
    ["States.MathAdd(1e300, 1)", null, "The first argument must be an integer that can be represented exactly, but was 1e+300."],
    ["States.MathAdd(9007199254740991, 1)", null, "The sum cannot be represented exactly."],
    ["States.StringSplit($, ',')", [], "The first argument must be a string, but was []."],
    ["States.StringSplit('a', 1)", null, "The second argument must be a string, but was 1."],
    ["States.Format('{}')", null, "The template has 1 places ({}), but 0 arguments follow it."],
    ["States.Format('a', 'b')", null, "The template has 0 places ({}), but 1 arguments follow it."],
    ["States.Format($, 'b')", 5, "The first argument must be a string, but was 5."],
    ["States.Format(5)", null, "The first argument must be a string, but was 5."],
  ];

  test.each(cases)("%s tells function, argument and reason", (call, input, reason) => {
    expect(failureOf(call, input)).toStrictEqual(
      new QueryFailure("States.IntrinsicFailure", `The function '${call}' had the following error: ${reason}`),
    );
  });

  test("a path that finds nothing names the path and the document", () => {
    expect(failureOf("States.Array($$.a.b)").text).toBe(
      "The function 'States.Array($$.a.b)' had the following error: The JsonPath argument for the field '$$.a.b' could not be found in the input '{\"n\":9}'",
    );
    expect(failureOf("States.Array($.x)").error).toBe("States.Runtime");
  });

  test("a nested call is named itself", () => {
    expect(failureOf("States.Array(States.ArrayLength('a'))").text).toContain("The function 'States.ArrayLength('a')' had");
  });

  test("JSON text that nests without end is refused", () => {
    expect(failureOf("States.StringToJson($)", `${"[".repeat(5_000)}${"]".repeat(5_000)}`).text).toContain(
      "more than 1000 levels of nesting",
    );
  });
});

describe("grammar", () => {
  const cases: readonly (readonly [call: string, expected: Json])[] = [
    ["  States.Array ( 1 ,\n\t'a' )  ", [1, "a"]],
    ["States.Array(-1, 2.5, 1e3, -1.5E-1, 0)", [-1, 2.5, 1000, -0.15, 0]],
    ["States.Array(true,false,null)", [true, false, null]],
    [String.raw`States.Array('it\'s', '\\', '\{\}', '{"a": {}}', '')`, ["it's", "\\", "{}", '{"a": {}}', ""]],
    [String.raw`States.Format('\{{}\} \{\} {', 1)`, "{1} {} {"],
    ["States.Array('a,b)(')", ["a,b)("]],
    ["States.Array('first\nsecond')", ["first\nsecond"]],
    ["States.Array($.list[?(@.name == 'a, (b)]')].id, $['x,y)'], $.list[0]['id'])", [[1], 5, 1]],
    ["States.Array($$.n, $v.w, $$)", [9, 8, { n: 9 }]],
    ["States.MathAdd(States.MathAdd(1, States.ArrayLength(States.Array(1, 2))), $.one)", 4],
  ];
  const input: Json = { list: [{ id: 1, name: "a, (b)]" }], "x,y)": 5, one: 1 };

  test.each(cases)("%s", (call, expected) => {
    expect(evaluate(call, input)).toStrictEqual(expected);
  });

  test.each([
    ["States.Array(", 13],
    ["States.Array(1", 14],
    ["States.Array(1,)", 15],
    ["States.Array(1 2)", 15],
    ["States.Array(1))", 15],
    ["States.Array('a)", 13],
    [String.raw`States.Array('\"')`, 14],
    [String.raw`States.Array('\n')`, 14],
    ['States.Array("a")', 13],
    ["States.Array(12a)", 13],
    ["States.Array(nil)", 13],
    ["States.Array($.a[)", 17],
    ["States.UUID(1)", 0],
    ["States.MathRandom(1)", 0],
    ["States.Format()", 0],
    ["States.", 0],
    ["States.toString()", 0],
    ["States.Array", 12],
  ])("%s is refused at offset %i", (call, offset) => {
    expect(() => compileIntrinsic(call)).toThrow(expect.objectContaining({ name: "QuerySyntaxError", offset }));
  });

  test("a misspelt function is put right", () => {
    expect(() => compileIntrinsic("States.ArrayLenght($)")).toThrow(
      '"States.ArrayLenght($)" cannot be read at position 1: there is no intrinsic function States.ArrayLenght. Did you mean "States.ArrayLength"?',
    );
  });

  test("endless nesting is refused", () => {
    expect(() => compileIntrinsic("States.Array(".repeat(50_000))).toThrow(QuerySyntaxError);
  });
});
