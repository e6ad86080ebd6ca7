import fc from "fast-check";
import jsonataOfLater from "jsonata-2.2.2";
import { describe, expect, test } from "vitest";
import { frozenJson } from "../../src/base/frozen-json.ts";
import type { Json } from "../../src/base/json.ts";
import { Budget } from "../../src/query/jsonata/budget.ts";
import { compileDotted } from "../../src/query/jsonata/dotted.ts";
import { Evaluation, Expression } from "../../src/query/jsonata/evaluation.ts";
import { regexFunction } from "../../src/query/jsonata/regex.ts";
import { evaluated } from "./jsonata-run.ts";
import { surroundings } from "./surroundings.ts";

const names = fc.constantFrom("a", "b", "constructor", "toString", "input", "length");
const data = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<Json>(null, true, 0, 1, "", "x"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(names, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

describe("the short way of dotted names", () => {
  test("is what the package answers", async () => {
    const law = fc.asyncProperty(
      data,
      fc.constantFrom("states.input", "x", "states", "states.context"),
      fc.array(names, { maxLength: 4 }),
      async (value, root, members) => {
        const source = `$${[root, ...members].join(".")}`;
        const frozen = frozenJson(value);
        const around = surroundings({ a: frozen }, { x: frozen });
        const evaluation = new Evaluation(source);
        const dotted = compileDotted(evaluation.tree)?.({ input: frozen }, around);
        if (typeof dotted === "symbol" || (dotted === undefined && members.length === 0 && root === "states")) return;
        expect(await new Expression(source, evaluation).evaluate({ input: frozen }, around)).toEqual(dotted);
      },
    );
    await fc.assert(law, { numRuns: 600 });
  });
});

const literals = fc.constantFrom(
  "1",
  "-2.5",
  "0",
  "'a'",
  "'xyz'",
  "true",
  "null",
  "[1, 2]",
  "[]",
  "{'k': 1}",
  "$states.input",
  "$states.input.n",
  "$states.input.list",
  "$states.input.rows.v",
  "$states.input.none",
);
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    literals,
    fc
      .tuple(tie("expression"), fc.constantFrom("+", "-", "*", "/", "=", "!=", "<", ">=", "&", "and", "or", "in"), tie("expression"))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(
        fc.constantFrom(
          "count",
          "sum",
          "string",
          "boolean",
          "not",
          "exists",
          "type",
          "keys",
          "reverse",
          "distinct",
          "sort",
          "max",
          "length",
          "uppercase",
          "merge",
          "spread",
          "abs",
        ),
        tie("expression"),
      )
      .map(([name, argument]) => `$${name}(${argument})`),
    fc.tuple(tie("expression"), tie("expression"), tie("expression")).map(([condition, yes, no]) => `(${condition} ? ${yes} : ${no})`),
    fc.tuple(tie("expression"), tie("expression")).map(([first, second]) => `[${first}, ${second}]`),
    tie("expression").map((value) => `{'p': ${value}}.p`),
    fc.tuple(tie("expression"), tie("expression")).map(([list, test_]) => `${list}[${test_}]`),
    fc.tuple(tie("expression"), tie("expression")).map(([list, value]) => `$map(${list}, function($v, $i) { [$i, ${value}] })`),
    tie("expression").map((list) => `$filter(${list}, function($v) { $v > 1 })`),
    fc.tuple(tie("expression"), tie("expression")).map(([key, value]) => `{$string(${key}): ${value}}`),
    tie("expression").map((list) => `$sort(${list}, function($l, $r) { $string($l) > $string($r) })`),
  ),
}));

const input: Json = { n: 3, list: [3, 1, 2, 2], none: [], rows: [{ v: 1, w: "a" }, { v: 2 }, { w: "c", v: [4, 5] }] };

/** What the newer version of the package answers, as JSON; any error is the same error. */
async function later(source: string): Promise<string> {
  try {
    return shown(await jsonataOfLater(source).evaluate(undefined, { states: { input: structuredClone(input) } }));
  } catch {
    return "failed";
  }
}

async function ours(source: string): Promise<string> {
  try {
    return shown(await evaluated(source, input));
  } catch {
    return "failed";
  }
}

/** What has no JSON form fails with us. */
function shown(value: unknown): string {
  let isJson = value !== undefined;
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (part === undefined || typeof part === "function" || (typeof part === "number" && !Number.isFinite(part))) isJson = false;
    return part === 0 ? 0 : part;
  });
  return isJson ? text : "failed";
}

describe("version 2.2.2 of the package agrees", () => {
  test("on generated expressions", async () => {
    await fc.assert(
      fc.asyncProperty(expression, async (source) => {
        expect(await ours(source)).toBe(await later(source));
      }),
      { numRuns: 800 },
    );
  });

  test.each([
    "$states.input.rows[v > 1].w",
    "$states.input.rows.{w: v}",
    "$states.input.rows{w: $sum(v)}",
    "$states.input.rows^(>v[0]).w",
    "$states.input.rows#$i[$i > 0].v",
    "$states.input.rows@$r.{'v': $r.v}",
    "$states.input.list[[0, -1]]",
    "$states.input.list[]",
    "$states.input.*",
    "$states.input.**.v",
    "$states.input.rows.v.%.w",
    "$states.input ~> |rows|{'x': 1}, 'w'|",
    "$states.input.list ~> $sum",
    "($f := $sum ~> $string; $f($states.input.list))",
    "[1..5][$ % 2 = 0]",
    "$reduce([1..5], function($a, $b) { $a * $b })",
    "$zip([1, 2], ['a', 'b'])",
    "$each({'a': 1}, function($v, $k) { $k & $v })",
    "$sift({'a': 1, 'b': 2}, function($v) { $v > 1 })",
    "$single([1, 2], function($v) { $v = 2 })",
    "$replace('a1b22', /(\\w)(\\d+)/, '$2-$1')",
    "$replace('ab', /b/, function($m) { $uppercase($m.match) })",
    "$match('a1b22', /[a-z](\\d+)/)",
    "$split('a, b;c', /[,;] ?/)",
    "$contains('ABC', /b/i)",
    "$formatNumber(1234.567, '#,##0.00')",
    "$formatNumber(0.14, '00%')",
    "$formatBase(255, 16)",
    "$formatInteger(12, 'w')",
    "$parseInteger('twelve', 'w')",
    "$fromMillis(1577934245000, '[Y]-[M01]-[D01] [H]:[m]')",
    "$toMillis('2020-01-02 03:04', '[Y]-[M01]-[D01] [H]:[m]')",
    "$base64decode($base64encode('hé'))",
    "$encodeUrlComponent('a b&c')",
    "$substringBefore('a-b', '-') & $substringAfter('a-b', '-') & $substring('abc', -2)",
    "$trim('  a  b ') & $pad('x', -3, '0')",
    "$round(2.5) + $power(2, 3) + $sqrt(9) + $floor(1.9) + $ceil(1.1)",
    "$map([1, 2], $pad(?, 3))",
    "$string({'a': [1, 2]}, true)",
    "$lookup($states.input.rows, 'v')",
    "$append([1], 2) ~> $reverse",
    "$exists($states.input.zzz) ? 1 : 2",
    "function($x) { $x }",
  ])("on %s", async (source) => {
    expect(await ours(source)).toBe(await later(source));
  });

  test.each<[string, string, string]>([
    ["$states.input.zzz ?? 1", "failed", "1"],
    ["$states.input.zzz ?: 1", "failed", "1"],
    ["$toMillis('20200102030405', '[Y0001][M01][D01][H01][m01][s01]')", "1579017605000", "1577934245000"],
    ["$string(12345678901234567)", '"12345678901234600"', '"12345678901234568"'],
    ["$boolean([$sum])", "true", "false"],
    ["$formatNumber(0, '0.0e0')", "failed", '"0.0e0"'],
  ])("but on %s, known to differ: %s, later %s", async (source, here, there) => {
    expect([await ours(source), await later(source)]).toEqual([here, there]);
  });
});

const atom = fc.constantFrom(
  "a",
  "b",
  "c",
  ".",
  "\\d",
  "\\w",
  "[ab]",
  "[^a]",
  "^",
  "$",
  "\\b",
  "\\B",
  "\\x61",
  "\\u0062",
  "A",
  "1",
  " ",
  "\\.",
  "(?:)",
  "()",
  "]",
);
const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    atom,
    fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => `${left}${right}`),
    fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => `(?:${left}|${right})`),
    fc
      .tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "*?", "+?", "??", "{2}", "{0,2}", "{1,}", "{1,2}?"))
      .map(([part, times]) => `(?:${part})${times}`),
    fc.tuple(tie("pattern"), fc.constantFrom("", "*", "+", "?", "{2}")).map(([part, times]) => `(${part})${times}`),
    fc.tuple(fc.constantFrom("(?=", "(?!", "(?<=", "(?<!"), tie("pattern")).map(([look, part]) => `${look}${part})`),
    fc.constantFrom("\\1", "\\2", "(?<n>a)\\k<n>", "\\8"),
  ),
}));

describe("our regular expressions", () => {
  const subject = fc.string({ unit: fc.constantFrom("a", "b", "c", "A", "B", "1", " ", "\n", ".", "]"), maxLength: 12 });

  test("match what JavaScript's match, groups included", () => {
    fc.assert(
      fc.property(pattern, subject, fc.constantFrom("", "i", "m", "im"), (source, text, flags) => {
        fc.pre((source.match(/\(\?<n>/g) ?? []).length < 2);
        const theirs = new RegExp(source, `${flags}g`).exec(text);
        const found = regexFunction(new RegExp(source, `${flags}g`), 0, new Budget())(text);
        expect(found && { match: found.match, start: found.start, groups: found.groups }).toEqual(
          theirs === null ? undefined : { match: theirs[0], start: theirs.index, groups: theirs.slice(1) },
        );
      }),
      { numRuns: 5_000 },
    );
  });

  test("find the same one after the other", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "b", "1"), maxLength: 20 }), (text) => {
        const found: string[] = [];
        for (let match = regexFunction(/[ab]+1?/g, 0, new Budget())(text); match !== undefined; match = match.next())
          found.push(match.match);
        expect(found).toEqual(text.match(/[ab]+1?/g) ?? []);
      }),
    );
  });
});
