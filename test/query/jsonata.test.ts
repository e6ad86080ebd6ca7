import { describe, expect, test, vi } from "vitest";
import { frozenJson } from "../../src/base/frozen-json.ts";
import type { Json } from "../../src/base/json.ts";
import { compileJsonata, compileJsonataTemplate, isJsonata, QuerySyntaxError, referencedVariables } from "../../src/query/index.ts";
import { complaint, evaluated, failureOf } from "./jsonata-run.ts";
import { surroundings } from "./surroundings.ts";

describe("what an expression is", () => {
  test.each([
    ["{% $x %}", true],
    ["{%$x%}", true],
    ["{%%}", true],
    ["{%}", false],
    [" {% $x %}", false],
    ["{% $x %} ", false],
    ["$x", false],
  ])("%j: %j", (text, answer) => {
    expect(isJsonata(text)).toBe(answer);
  });

  test.each(["{%$states.input.n+1%}", "{% $states.input.n + 1 %}", "{%\n$states.input.n + 1\t%}"])("%j is evaluated", async (text) => {
    expect(await compileJsonata("Output", text)({ input: { n: 1 } }, surroundings())).toBe(2);
  });
});

describe("what an expression sees", () => {
  const around = surroundings({ Execution: { Name: "run" } }, { total: 7, sum: 5, list: [1] });
  const states = frozenJson({ input: { a: 1 }, result: { b: 2 }, errorOutput: { Error: "E" } }) as {
    input: Json;
    result: Json;
    errorOutput: Json;
  };
  const cases: readonly (readonly [string, Json])[] = [
    ["$states.input.a", 1],
    ["$states.result.b + 1", 3],
    ["$states.errorOutput.Error", "E"],
    ["$states.context.Execution.Name", "run"],
    ["$uppercase($states.context.Execution.Name)", "RUN"],
    ["$lookup($states, 'context').Execution.Name", "run"],
    ["$keys($states)", ["input", "result", "errorOutput", "context"]],
    ["$total", 7],
    ["$total + 1", 8],
    ["$sum", 5],
    ["($total := 1; $total)", 1],
    ["$exists($missing)", false],
    ["$exists($)", false],
    ["$exists($$)", false],
    ["$exists(a)", false],
  ];
  test.each(cases)("%s is %j", async (source, expected) => {
    expect(await compileJsonata("Output", `{% ${source} %}`)(states, around)).toEqual(expected);
  });

  test("a result and an error output that are not there are undefined", async () => {
    expect(await evaluated("$exists($states.result) or $exists($states.errorOutput)")).toBe(false);
    expect(await complaint("$states.result")).toBe("returned nothing (undefined).");
  });
});

describe("how values come out", () => {
  const input = {
    none: [],
    one: [5],
    many: [1, 2],
    nested: [[1], [2, 3]],
    empty: [[]],
    items: [{ n: 1 }, { n: 2 }],
    deep: { a: { b: null } },
  };
  const cases: readonly (readonly [string, Json])[] = [
    ["$states.input.one", [5]],
    ["$states.input.none", []],
    ["$states.input.items[n = 2].n", 2],
    ["$states.input.items[n = 2].n[]", [2]],
    ["$states.input.items.n", [1, 2]],
    ["$states.input.many[]", [1, 2]],
    ["$states.input.none{'a': 1}", { a: 1 }],
    ["$states.input.empty.{'a': 1}", { a: 1 }],
    ["$states.input.deep.a.b", null],
    ["[1]", [1]],
    ["[]", []],
    ["{}", {}],
    ["-0", 0],
    ["{'__proto__x': 1}.__proto__x", 1],
    ["$states.input.deep ~> |$|{'c': 1}, 'a'|", { c: 1 }],
  ];
  test.each(cases)("%s is %j", async (source, expected) => {
    expect(await evaluated(source, input)).toStrictEqual(expected);
  });

  test("a partially applied function of ours works", async () => {
    expect(await evaluated("$map(['a', 'b'], $pad(?, 3, '-'))")).toEqual(["a--", "b--"]);
  });

  test("results are frozen and carry no marks", async () => {
    const result = await evaluated("{'list': [1..3], 'path': $states.input.items.n}", input);
    expect(Object.isFrozen(result)).toBe(true);
    expect(Object.keys((result as { readonly list: Json }).list as object)).toEqual(["0", "1", "2"]);
  });

  test.each([
    "$states.input.list[]",
    "$states.input ~> |list|{'b': 2}|",
    "($x := $states.input.list; $x ~> |$|{'b': 2}|)",
    "$states.input ~> |$states.input|{'b': 2}|",
  ])("%s leaves the input alone", async (source) => {
    const data = { list: [{ a: 1 }, { a: 2 }] };
    await compileJsonata("Output", `{% ${source} %}`)({ input: data }, surroundings());
    expect(data).toStrictEqual({ list: [{ a: 1 }, { a: 2 }] });
    expect(Object.keys(data.list)).toEqual(["0", "1"]);
  });
});

describe("what AWS says", () => {
  test("an undefined result", async () => {
    const failure = await failureOf(() => compileJsonata("Output/result", "{% $doesNotExist %}")({ input: {} }, surroundings()));
    expect(failure).toMatchObject({
      error: "States.QueryEvaluationError",
      text: "The JSONata expression '$doesNotExist' specified for the field 'Output/result' returned nothing (undefined).",
      location: "Output/result",
    });
  });

  const types: readonly (readonly [Json, string])[] = [
    [null, "'null' for value: null"],
    ["string", `'string' for value: "string"`],
    [true, "'boolean' for value: true"],
    [1.5, "'number' for value: 1.5"],
    [{ foo: "bar" }, `'object' for value: {"foo":"bar"}`],
  ];
  test.each(types)("an array is expected, %j is found", async (value, text) => {
    expect(await complaint("$v", {}, surroundings({}, { v: value }), "array")).toBe(
      `returned an unexpected result type. Expected 'array', but was ${text}`,
    );
  });

  test.each([
    ["boolean", "1", "'number' for value: 1"],
    ["number", "'1'", `'string' for value: "1"`],
    ["string", "[1, 2]", "'array' for value: [1,2]"],
    ["object", "[]", "'array' for value: []"],
  ] as const)("%s is expected, %s is found", async (expected, source, text) => {
    expect(await complaint(source, {}, surroundings(), expected)).toBe(
      `returned an unexpected result type. Expected '${expected}', but was ${text}`,
    );
  });

  test.each(["$fn := function($x){$x}", "$uppercase", "/a/", "{'a': {'b': function(){1}}}", "1 / 0", "[0 / 0]", "$number('0x1zz')"])(
    "%s has no JSON form",
    async (source) => {
      expect(await complaint(source)).toBe("returned an unsupported result type.");
    },
  );

  const errors: readonly (readonly [string, string])[] = [
    ["$randomSeeded(1)", "T1006: Attempted to invoke a non-function"],
    ["$states.input()", "T1006: Attempted to invoke a non-function"],
    ["$eval('1')", "T1006: Attempted to invoke a non-function"],
    ["'a' + 1", 'T2001: The left side of the "+" operator must evaluate to a number'],
    ["$sum('x')", 'T0412: Argument 1 of function "sum" must be an array of "numbers"'],
    ["$error('no stock')", "D3137: no stock"],
    ["$assert(false, 'no stock')", "D3141: no stock"],
    ["$toMillis('x')", 'D3110: The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given "x"'],
    ["['a'..2]", "T2003: The left side of the range operator (..) must evaluate to an integer"],
    ["[1..'b']", "T2004: The right side of the range operator (..) must evaluate to an integer"],
    [
      "[1..10000001]",
      "D2014: The size of the sequence allocated by the range operator (..) must not exceed 1e6.  Attempted to allocate 10000001.",
    ],
    ["$match('abc', /x*/)", "D1004: Regular expression matches zero length string"],
    [
      "$sort([1, 'a'])",
      "D3070: The single argument form of the sort function can only be applied to an array of strings or an array of numbers.  Use the second argument to specify a comparison function",
    ],
  ];
  test.each(errors)("%s: %s", async (source, text) => {
    expect(await complaint(source)).toBe(`threw an error during evaluation. ${text}`);
  });

  test.each([
    ["$states.input.a ?? 1", "S0211"],
    ["$states.input.a ?: 1", "S0211"],
    ["1 +", "S0207"],
    ["", "S0207"],
    ["$contains('a', /(/)", "S0302"],
    ["/a{2,1}/", "Invalid regular expression"],
  ])("%s is refused before anything runs: %s", (source, code) => {
    expect(() => compileJsonata("Output", `{% ${source} %}`)).toThrow(QuerySyntaxError);
    expect(() => compileJsonata("Output", `{% ${source} %}`)).toThrow(code);
  });

  test("a syntax error says where", () => {
    expect(() => compileJsonata("Output", "{%  1 ] %}")).toThrow(expect.objectContaining({ offset: 7 }));
  });
});

describe("functions of AWS, and those with time and chance", () => {
  const values: readonly (readonly [string, Json])[] = [
    ["$partition([1..5], 2)", [[1, 2], [3, 4], [5]]],
    ["$partition([], 2)", []],
    ["$range(0, 9, 3)", [0, 3, 6, 9]],
    ["$range(0, 10, 3)", [0, 3, 6, 9]],
    ["$range(1, 9, 9)", 1],
    ["$range(9, 1, -4)", [9, 5, 1]],
    ["$hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"],
    ["$hash('', 'MD5')", "d41d8cd98f00b204e9800998ecf8427e"],
    ["$random()", 0.5],
    ["$uuid()", "5b9b5fbd-41fb-4ae8-9e06-9c3dd6d5a1f0"],
    ["$parse('{\"a\": [1, null]}')", { a: [1, null] }],
    ["$parse('-0')", 0],
    ["$now()", "2025-01-01T00:00:00.000Z"],
    ["$now('[Y]-[M01]')", "2025-01"],
    ["$millis()", 1_735_689_600_000],
    ["$toMillis('13:45', '[H]:[m]')", 1_735_739_100_000],
    ["$shuffle([1..5])", [1, 3, 5, 2, 4]],
    ["$count($shuffle([]))", 0],
    ["$sort([3, 1, 2])", [1, 2, 3]],
    ["$sort(['b', 'a'])", ["a", "b"]],
    ["$sort([{'n': 2, 'i': 1}, {'n': 1, 'i': 2}, {'n': 2, 'i': 3}], function($l, $r) { $l.n > $r.n }).i", [2, 1, 3]],
    [
      "$exists($partition($missing, 1)) or $exists($range(1, 2, $missing)) or $exists($hash($missing, 'MD5')) or $exists($parse($missing))",
      false,
    ],
  ];
  test.each(values)("%s is %j", async (source, expected) => {
    expect(await evaluated(source)).toEqual(expected);
  });

  const failures: readonly (readonly [string, string])[] = [
    ["$partition([1], 0)", "The second argument of the partition function must be a positive integer."],
    ["$partition([1], 1.5)", "The second argument of the partition function must be a positive integer."],
    ["$partition('a', 'b')", 'T0410: Argument 2 of function "partition" does not match function signature'],
    ["$range(1, 2, 0)", "The third argument of the range function must not be zero."],
    ["$range(1, 1/0, 1)", "The arguments of the range function must be finite numbers."],
    ["$range(1, 'b', 1)", 'T0410: Argument 2 of function "range" does not match function signature'],
    ["$hash('a', 'MD4')", "The second argument of the hash function must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512."],
    ["$hash('a', 'constructor')", "The second argument of the hash function must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512."],
    ["$random('a')", 'T0410: Argument 1 of function "random" does not match function signature'],
    ["$uuid(1)", 'T0410: Argument 1 of function "uuid" does not match function signature'],
    ["$parse('{')", "The argument of the parse function must be JSON text."],
    ["$parse(1)", 'T0410: Argument 1 of function "parse" does not match function signature'],
  ];
  test.each(failures)("%s: %s", async (source, text) => {
    expect(await complaint(source)).toBe(`threw an error during evaluation. ${text}`);
  });

  test("a seed alone decides on a random number", async () => {
    const draws = await Promise.all(["$random(1)", "$random(1)", "$random(2)"].map((source) => evaluated(source)));
    expect(draws[0]).toBe(draws[1]);
    expect(draws[0]).not.toBe(draws[2]);
  });
});

describe("nothing runs away", () => {
  const stopped: readonly (readonly [string, string])[] = [
    ["($f := function($x) { $f($x) }; $f(1))", "It takes more than 1000000 steps."],
    ["($f := function($x) { 1 + $f($x) }; $f(1))", "It nests more than 50000 evaluations, as recursion without an end does."],
    ["[1..9999999]", "It makes an array of 9999999 items; at most 1000000 are allowed."],
    ["$range(0, 9999999, 1)", "It makes an array of 10000000 items; at most 1000000 are allowed."],
    ["[1..1000000].[1..1000000]", "It takes more than 1000000 steps."],
    ["($a := [1..900000]; $count($append($a, $a)))", "It makes an array of 1800000 items; at most 1000000 are allowed."],
    ["$length($pad('a', 1000000000))", "It makes a text of 1000000000 characters; at most 10000000 are allowed."],
    ["$reduce([1..40], function($t, $i) { $t & $t }, 'a')", "It makes a text of 16777216 characters; at most 10000000 are allowed."],
    ["$distinct([1..100000])", "It takes more than 1000000 steps."],
    ["$contains($pad('', 40, 'a') & '!', /^(?=(a+)+$)/)", "It takes more than 1000000 steps."],
    ["$contains($pad('', 40, 'a') & '!', /^(a+)+\\1$/)", "It takes more than 1000000 steps."],
    ["$formatNumber(0, '0.0e0')", "The formatNumber function cannot format 0 with an exponent."],
    ["$formatNumber(-5, '0.0e0')", "The formatNumber function cannot format -5 with an exponent."],
    ["$formatNumber(1/0, '0.0e0')", "The formatNumber function cannot format Infinity with an exponent."],
    [
      "$formatNumber(1, '0', {'grouping-separator': ''})",
      'The option "grouping-separator" of the formatNumber function must be a character.',
    ],
    [
      "$toMillis($pad('', 60, '1') & 'x', '[Y][M][D][H][m][s][f]')",
      "The picture of the toMillis function has too many components without a separator between them for a text of this length.",
    ],
  ];
  test.each(stopped)("%s: %s", async (source, text) => {
    expect(await complaint(source)).toBe(`threw an error during evaluation. ${text}`);
  });

  const allowed: readonly (readonly [string, Json])[] = [
    ["($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(20))", 2_432_902_008_176_640_000],
    ["($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(5000))", 5_000],
    ["$count([1..1000000])", 1_000_000],
    ["$sum($map([1..10000], function($n) { $n * 2 }))", 100_010_000],
    ["$count($sort([1..200000]))", 200_000],
    ["$count([1..5000]^(>$))", 5_000],
    ["$contains($pad('', 2000, 'a') & '!', /^(a+)+$/)", false],
    ["$contains($pad('', 2000, 'a') & '!', /(x+x+)+y|(a|a)*b|(.*)*c/)", false],
    ["$formatNumber(1234.5, '#,##0.00')", "1,234.50"],
    ["$formatNumber(1234.5, '0.0e0')", "1.2e3"],
    ["$formatNumber(0, '#0 euro')", "0 euro"],
    ["$toMillis('2020-01-02T03:04:05Z')", 1_577_934_245_000],
  ];
  test.each(allowed)("%s is %j", async (source, expected) => {
    expect(await evaluated(source)).toEqual(expected);
  });

  test("a wrong picture keeps its own error", async () => {
    expect(await complaint("$formatNumber(0, '0e')")).toContain("D3093");
  });

  test("also under fake timers, and by the same step every time", async () => {
    vi.useFakeTimers({ toFake: ["queueMicrotask", "setTimeout", "setImmediate", "Date"] });
    try {
      expect(await complaint("($f := function($x) { $f($x) }; $f(1))")).toContain("1000000 steps");
      expect(await evaluated("$millis() + 1")).toBe(1_735_689_600_001);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("no JavaScript is reachable", () => {
  const input = { n: 1, list: [{}], toString: "own", own: { constructor: { prototype: 1 } } };
  test.each([
    "$states.input.constructor",
    "$states.input.__proto__",
    "$states.input.hasOwnProperty",
    "$states.input.(valueOf)",
    "$states.input.n.constructor",
    "$states.input.list.constructor",
    "$states.input.`__defineGetter__`",
    "$lookup($states.input, 'constructor')",
    "$lookup($states.input.list, '__proto__')",
    "($x := {'a': 1}; $x.constructor)",
    "constructor",
    "$states.constructor",
  ])("%s is nothing", async (source) => {
    expect(await complaint(source, input)).toBe("returned nothing (undefined).");
  });

  test.each([
    "$states.input.constructor('x')",
    "$states.input.hasOwnProperty('n')",
    "constructor('x')",
    "$constructor('x')",
    "$lookup($states.input, 'constructor')('x')",
  ])("%s calls nothing", async (source) => {
    expect(await complaint(source, input)).toBe("threw an error during evaluation. T1006: Attempted to invoke a non-function");
  });

  test.each([
    ["$states.input.toString & ''", "own"],
    ["$states.input.own.constructor.prototype + 1", 2],
    ["$lookup($states.input, 'toString')", "own"],
    ["$lookup([{'a': 1}, {'a': [2, 3]}, {'a': null}], 'a')", [1, 2, 3, null]],
  ])("%s is data: %j", async (source, expected) => {
    expect(await evaluated(source, input)).toEqual(expected);
  });

  test("no prototype is changed", async () => {
    const attempts = [
      "{} ~> |__proto__|{'polluted': true}|",
      "$states.input ~> |list.constructor|{'polluted': true}|",
      "{'__proto__': {'polluted': true}}",
    ];
    await Promise.allSettled(attempts.map((source) => evaluated(source, input)));
    expect("polluted" in {}).toBe(false);
  });
});

describe("evaluations side by side", () => {
  test("of one expression have budgets, time and chance of their own", async () => {
    const evaluate = compileJsonata("Output", "{% ($f := function($n) { $n = 0 ? $random() : $f($n - 1) }; $f($states.input)) %}");
    const runs = Array.from({ length: 30 }, (_, index) => evaluate({ input: 7_000 }, { ...surroundings(), random: () => index }));
    expect(await Promise.all(runs)).toEqual(Array.from({ length: 30 }, (_, index) => index));
  });

  test("do not end the budget of each other", async () => {
    const evaluate = compileJsonata("Output", "{% ($f := function($n) { $n = 0 ? 0 : $f($n - 1) }; $f($states.input)) %}");
    const endless = failureOf(() => evaluate({ input: -1 }, surroundings()));
    expect(await evaluate({ input: 10 }, surroundings())).toBe(0);
    expect((await endless).text).toContain("1000000 steps");
    expect(await evaluate({ input: 10 }, surroundings())).toBe(0);
  });

  test("what a failed evaluation left behind disturbs none after it", async () => {
    const evaluate = compileJsonata(
      "Output",
      "{% [$states.input = 0 ? $error('first') : 1, $map([1..2000], function($i) { $random() })[-1]] %}",
    );
    await failureOf(() => evaluate({ input: 0 }, surroundings()));
    let draws = 0;
    const around = { ...surroundings(), random: () => ++draws };
    expect(await evaluate({ input: 1 }, around)).toEqual([1, 2_000]);
    expect(draws).toBe(2_000);
  });
});

describe("templates", () => {
  const evaluateTemplate = (template: Json, input: Json = { n: 1, s: "x" }) =>
    compileJsonataTemplate("Arguments", template)({ input }, surroundings());

  test("strings that are expressions are evaluated wherever they stand; all else stays", async () => {
    const template = {
      "a.$": "$.a",
      b: ["{% $states.input.n + 1 %}", { c: "{% $states.input.s %}", d: " {% $x %} " }],
      e: [1, null, { f: true }],
    };
    expect(await evaluateTemplate(template)).toEqual({ "a.$": "$.a", b: [2, { c: "x", d: " {% $x %} " }], e: [1, null, { f: true }] });
  });

  test("one without what the package must evaluate answers at once", () => {
    expect(evaluateTemplate({ a: "{% $states.input.n %}" })).toEqual({ a: 1 });
    expect(evaluateTemplate("{% $states.input.n %}")).toBe(1);
    expect(evaluateTemplate(["$.a", {}])).toEqual(["$.a", {}]);
  });

  test("static parts are shared and frozen", async () => {
    const evaluate = compileJsonataTemplate("Output", { fixed: { a: [1] }, n: "{% 1 + 1 %}" });
    const [first, second] = (await Promise.all([evaluate({ input: 1 }, surroundings()), evaluate({ input: 1 }, surroundings())])) as {
      fixed: Json;
    }[];
    expect(first).toEqual({ fixed: { a: [1] }, n: 2 });
    expect(first?.fixed).toBe(second?.fixed);
    expect(Object.isFrozen(first) && Object.isFrozen(first?.fixed)).toBe(true);
  });

  test("a key called __proto__ is data", async () => {
    const result = await evaluateTemplate(JSON.parse('{"__proto__": "{% 1 + 1 %}"}') as Json);
    expect(JSON.stringify(result)).toBe('{"__proto__":2}');
  });

  test.each([
    [{ FunctionName: "{% $no %}" }, "Arguments/FunctionName"],
    [{ Payload: { list: [1, "{% $no & $error('x') %}"] } }, "Arguments/Payload/list/1"],
    ["{% $no %}", "Arguments"],
  ])("a failure in %j is at %s", async (template, location) => {
    const failure = await failureOf(() => evaluateTemplate(template));
    expect(failure.location).toBe(location);
    expect(failure.text).toContain(`specified for the field '${location}'`);
  });

  test("expressions are evaluated one after the other, and the first failure is the one", async () => {
    const failure = await failureOf(() => evaluateTemplate({ a: "{% $error('first') %}", b: "{% $no %}" }));
    expect(failure.location).toBe("Arguments/a");
    let draws = 0;
    const evaluate = compileJsonataTemplate("Output", ["{% $random() %}", "{% $random() %}", "{% $random() %}"]);
    expect(await evaluate({ input: 0 }, { ...surroundings(), random: () => ++draws })).toEqual([1, 2, 3]);
  });

  test("a syntax error points to its field", () => {
    expect(() => compileJsonataTemplate("Output", { a: [0, { "b/c": "{% 1 + %}" }] })).toThrow(
      expect.objectContaining({ at: "/a/1/b~1c" }),
    );
  });
});

describe("referenced variables", () => {
  test.each<[string, string[]]>([
    ["$states.input.a", []],
    ["$b & $a.c[$d = 1]", ["a", "b", "d"]],
    ["$sum($prices) + $now()", ["prices"]],
    ["$custom($x)", ["custom", "x"]],
    ["($x := $y; $x + $z)", ["y", "z"]],
    ["($x; $x := 1)", ["x"]],
    ["($f := function($p) { $p + $q + $f(1) }; $f(2))", ["q"]],
    ["($f := function() { $g() }; $g := function() { 1 }; $f())", []],
    ["$items@$i#$n.{ 'a': $i, 'b': $n, 'c': $o }", ["items", "o"]],
    ["$map($list, function($v) { $v.x })", ["list"]],
    ["(($inner := 1); $inner)", ["inner"]],
    ["$ & $$", []],
  ])("of %s are %j", (source, names) => {
    expect(referencedVariables(`{% ${source} %}`)).toEqual(names);
  });
});
