import { describe, expect, test } from "vitest";
import type { Json } from "../../src/base/json.ts";
import { compileJsonPath, MISSING, QueryFailure, QuerySyntaxError } from "../../src/query/index.ts";
import { FAILS, probeDocument, probes } from "./json-path-probes.ts";

const read = (path: string, document: Json): Json | typeof MISSING => compileJsonPath(path).read(document);

function outcome(path: string, document: Json): Json | typeof FAILS {
  try {
    const found = read(path, document);
    return found === MISSING ? FAILS : found;
  } catch (error) {
    expect(error).toBeInstanceOf(QuerySyntaxError);
    return FAILS;
  }
}

test.each(probes)("%s finds what Jayway finds", (path, expected) => {
  expect(outcome(path, probeDocument)).toStrictEqual(expected);
});

describe("what is found", () => {
  const cases: readonly (readonly [path: string, document: Json, expected: Json | typeof MISSING])[] = [
    ["$[*]", {}, []],
    ["$[*]", 7, []],
    ["$", null, null],
    ["$[0]", [false], false],
    ["$[0]", [null], null],
    ["$[-1]", [0, null], null],
    ["$[*]", [null, 0, ""], [null, 0, ""]],
    ["$[0,1]", [null, 0], [null, 0]],
    ["$..[1]", [[1, null]], [null]],
    ["$[?(@ == null)]", [null, 0, ""], [null]],
    ["$.a", { a: 0 }, 0],
    ["$[ 'a' , 'b' ]", { a: 1, b: 2, c: 3 }, { a: 1, b: 2 }],
    ["$['a','b'].c", { a: { c: 1 }, b: { c: 2 } }, [1, 2]],
    ["$..['a','b']", { a: 1, b: 2, x: { a: 3 } }, [{ a: 1, b: 2 }]],
    ['$[\'Test\\""Name"\']', { 'Test\\""Name"': 1 }, 1],
    ["$.arr[9][*]", { arr: [] }, []],
    ["$.missing[*]", {}, []],
    ["$.missing..x", {}, []],
    ["$.n[?(@.x)]", { n: 1 }, []],
    ["$.n[1:]", { n: {} }, []],
    ["$.a[:0]", { a: [1] }, []],
    ["$.a[2:1]", { a: [1, 2, 3] }, []],
    ["$.aws:tag", { "aws:tag": 1 }, 1],
    ["$..x", { x: { x: 1 }, y: [{ x: 2 }] }, [{ x: 1 }, 1, 2]],
    ["$..[?(@.id)]", { id: 1, list: [{ id: 2 }, 3] }, [{ id: 1, list: [{ id: 2 }, 3] }, { id: 2 }]],
    ["$..[0]", [[1, 2], [3]], [[1, 2], 1, 3]],
    ["$.length()", [1, 2], 2],
    ["$.a.append($.b, 'x')", { a: [1], b: 2 }, [1, 2, "x"]],
    ["$.a.append($.b)", { a: [1] }, MISSING],
  ];

  test.each(cases)("%s in %j", (path, document, expected) => {
    expect(read(path, document)).toStrictEqual(expected);
  });

  test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])("an inherited %s is not there", (name) => {
    expect(read(`$.${name}`, {})).toBe(MISSING);
    expect(read(`$..${name}`, [{}])).toStrictEqual([]);
    expect(read(`$['${name}','x']`, { x: 1 })).toStrictEqual({ x: 1 });
  });

  test("__proto__ as a name is data", () => {
    const document = JSON.parse('{"__proto__": 5, "x": 1}') as Json;

    expect(read("$.__proto__", document)).toBe(5);
    expect(JSON.stringify(read("$['__proto__','x']", document))).toBe('{"__proto__":5,"x":1}');
  });
});

describe("filters", () => {
  const items: Json = [{ n: 1, s: "a" }, { n: "2", s: "b", z: null }, { n: 3, l: [1, "x"], o: {} }, { b: true }];
  const cases: readonly (readonly [filter: string, indexes: readonly number[]])[] = [
    ["@.n == 2", [1]],
    ["@.n === 2", []],
    ["@.n !== 2", [0, 1, 2, 3]],
    ["@.n != 1", [1, 2, 3]],
    ["@.n > 1", [1, 2]],
    ["@.missing == @.missing", []],
    ["@.b == true", [3]],
    ["@.b", [3]],
    ["!!@.b", [3]],
    ["true", [0, 1, 2, 3]],
    ["@.l == [1, 'x']", [2]],
    ["@.l contains 'x'", [2]],
    ["@.s contains 'b'", [1]],
    ["@.l all [1]", [2]],
    ["@.o empty true", [2]],
    ["@.l empty false", [2]],
    ["1 in @.l", [2]],
    ["@.s in $[0:2].s", [0, 1]],
    ["@['s'] == 'a' || (@.n == 3 && @.o)", [0, 2]],
    ["@.s=~/[A-B]/i", [0, 1]],
    ["/a|x/ =~ @.s", [0]],
    ["@.l =~ /x/", [2]],
    ["@.l.length() == 2", [2]],
  ];

  test.each(cases)("[?(%s)]", (filter, indexes) => {
    expect(read(`$[?(${filter})]`, items)).toStrictEqual(indexes.map((index) => (items as readonly Json[])[index]));
  });
});

describe("regular expressions match whole texts, as Java's do", () => {
  const cases: readonly (readonly [pattern: string, matching: readonly string[], other: readonly string[]])[] = [
    ["/a.c/", ["abc"], ["ac", "a\nc", "abcd"]],
    ["/a.c/s", ["a\nc"], []],
    ["/(foo|ba[rz])+/", ["foo", "barfoo", "baz"], ["", "fo"]],
    ["/\\d{2,3}-\\w*?/", ["12-", "123-a_1"], ["1-", "1234-"]],
    ["/[^a-c\\d]+/", ["xyz"], ["a", "1"]],
    ["/^x?$/", ["", "x"], ["xx"]],
    ["/\\u0041\\x42\\/\\t/", ["AB/\t"], []],
    ["/a{2}b{1,}/", ["aab", "aabbb"], ["ab", "aa"]],
    ["/one\\b two/", ["one two"], []],
    ["/(a*)*/", ["", "aaa"], ["b"]],
    ["/[a-]+/", ["a-"], ["b"]],
  ];

  test.each(cases)("%s", (pattern, matching, other) => {
    const path = compileJsonPath(`$[?(@ =~ ${pattern})]`);

    expect(path.read([...matching, ...other])).toStrictEqual(matching);
  });

  test.each(["/(?=a)/", "/\\1/", "/a++/", "/[[a]]/", "/a/x", "/*/", "/a{3,1}/", "/(a/", "/a)/", "/\\p{L}/"])("%s is refused", (pattern) => {
    expect(() => compileJsonPath(`$[?(@ =~ ${pattern})]`)).toThrow(QuerySyntaxError);
  });
});

test.each([
  ["$.x", { y: 1 }, "No results for path: $['x']"],
  ["$.a.b.c", { a: {} }, "Missing property in path $['a']['b']"],
  ["$.arr[9]", { arr: [1] }, "No results for path: $['arr'][9]"],
  ["$.arr[9].x", { arr: [1] }, "No results for path: $['arr'][9]['x']"],
  ["$.a[0]", { a: null }, "The path $['a'] is null"],
  ["$.a[0]", { a: { b: 1 } }, 'Filter: [0] can only be applied to arrays. Current context is: {"b":1}'],
  [
    "$.nul.x",
    { nul: null },
    "Expected to find an object with property ['x'] in path $['nul'] but found 'null'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider'.",
  ],
])("why %s finds nothing in %j is told in Jayway's words", (path, document, text) => {
  expect(read(path, document)).toBe(MISSING);
  expect(compileJsonPath(path).explainMissing(document)).toBe(text);
});

test.each([
  ["$.a.b[0]['c']", true],
  ["$['a','b']", true],
  ["$.a.length()", true],
  ["$..a.length()", true],
  ["$['a','b'].c", false],
  ["$.a[0,1]", false],
  ["$.a[0:1]", false],
  ["$.*", false],
  ["$..a", false],
  ["$[?(@.a)].b", false],
])("%s is definite: %s", (path, definite) => {
  expect(compileJsonPath(path).definite).toBe(definite);
});

test.each([
  ["$.a[?(@.b == 1 && @.c)].d[1:2]", []],
  ["$.a.length()", ["AWS does not support functions such as length() in paths."]],
  ["$.a[-2:]", ["Slices with negative bounds differ between versions of the JSONPath engine."]],
  ["$.a[?(@.b =~ /x/)]", ["AWS does not support regular expressions (=~) in filters."]],
  ["$.a[?(@.b in [1] || @.c in [2])]", ['AWS does not support the operator "in" in filters.']],
  ["$.a[?(!(@.b == $.c))]", ["AWS does not support comparing with another value of the document ($) in filters."]],
])("%s warns of what AWS does not support", (path, warnings) => {
  expect(compileJsonPath(path).warnings).toStrictEqual(warnings);
});

describe("syntax errors", () => {
  test.each([
    ["", 0],
    ["$x", 1],
    ["$.a b", 3],
    ["$.a[", 4],
    ["$.a[]", 4],
    ["$.a[:]", 4],
    ["$.a['b]", 7],
    ["$...a", 3],
    ["$.a[?]", 5],
    ["$.a[?(@.b == )]", 13],
    ["$.a[?(@.b like 'x')]", 10],
    ["$.a[?('x')]", 6],
    ["$.a[99999999999]", 4],
    ["$.a.first().b", 11],
    ["$.a.nope()", 4],
  ])("%s fails at offset %i", (path, offset) => {
    expect(() => compileJsonPath(path)).toThrow(expect.objectContaining({ name: "QuerySyntaxError", offset }));
  });

  test("the message tells what, where and why", () => {
    expect(() => compileJsonPath("$.a[?(@.b")).toThrow('"$.a[?(@.b" cannot be read at its end: expected ")".');
  });
});

describe("hostile input", () => {
  test.each([
    ["parentheses", `$[?(${"(".repeat(50_000)}`],
    ["negations", `$[?(${"!".repeat(50_000)}@.a)]`],
    ["lists", `$[?(@.a in ${"[".repeat(50_000)}`],
    ["filters", "$[?(@".repeat(50_000)],
    ["functions", "$.sum(".repeat(50_000)],
    ["groups of a regular expression", `$[?(@ =~ /${"(".repeat(50_000)}/)]`],
  ])("endless nesting of %s is refused", (_what, path) => {
    expect(() => compileJsonPath(path)).toThrow(QuerySyntaxError);
  });

  test("a regular expression that makes a backtracking matcher hang is answered at once", () => {
    const document = ["a".repeat(5_000)];

    expect(read("$[?(@ =~ /(a+)+b/)]", document)).toStrictEqual([]);
    expect(read("$[?(@ =~ /(a|a|a)*(a*)*/)]", document)).toStrictEqual(document);
  });

  test.each(["/((a{900}){900}){900}/", "/(((){900}){900}){900}/", "/a{9999}/"])("the regular expression %s is too large", (pattern) => {
    expect(() => compileJsonPath(`$[?(@ =~ ${pattern})]`)).toThrow(QuerySyntaxError);
  });

  test("descent goes as deep as the document", () => {
    let document: Json = { leaf: 1 };
    for (let depth = 0; depth < 100_000; depth++) document = [document];

    expect(read("$..leaf", document)).toStrictEqual([1]);
  });

  test("descents that multiply end as a failure of the machine", () => {
    let document: Json = 1;
    for (let depth = 0; depth < 300; depth++) document = { a: document };

    expect(() => read("$..*..*..*..*", document)).toThrow(expect.any(QueryFailure));
  });

  test("text in a filter is never run", () => {
    const path = "$[?(@.constructor.constructor('globalThis.broken = 1')())]";

    expect(() => compileJsonPath(path)).toThrow(QuerySyntaxError);
    expect(globalThis).not.toHaveProperty("broken");
  });
});
