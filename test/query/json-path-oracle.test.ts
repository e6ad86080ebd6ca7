/** Where jsonpath-plus and Jayway JsonPath agree, so must our engine: an independent implementation as the oracle. */
import * as fc from "fast-check";
import { JSONPath } from "jsonpath-plus";
import { expect, test } from "vitest";
import type { Json } from "../../src/base/json.ts";
import { compileJsonPath, MISSING } from "../../src/query/index.ts";

const name = fc.constantFrom("a", "b", "c");

// Without texts, which jsonpath-plus indexes into, and without null, at which its filters throw.
const { document } = fc.letrec<{ document: Json; object: Json; array: Json }>((tie) => ({
  document: fc.oneof({ depthSize: "medium" }, fc.integer({ min: 0, max: 9 }), fc.boolean(), tie("object"), tie("array")),
  object: fc.dictionary(name, tie("document"), { maxKeys: 3, noNullPrototype: true }),
  array: fc.array(tie("document"), { maxLength: 4 }),
}));

const bound = fc.integer({ min: 0, max: 4 });
// An end of 0 is taken for none by jsonpath-plus.
const end = fc.integer({ min: 1, max: 4 });
const slice = fc.oneof(
  fc.tuple(bound, end).map(([from, to]) => `[${from}:${to}]`),
  bound.map((from) => `[${from}:]`),
  end.map((to) => `[:${to}]`),
);
const segment = fc.oneof(
  { arbitrary: name.map((key) => `.${key}`), weight: 4 },
  name.map((key) => `['${key}']`),
  { arbitrary: bound.map((index) => `[${index}]`), weight: 2 },
  fc.constantFrom("[*]", ".*", "..*", "[0,2]"),
  slice,
  name.map((key) => `..${key}`),
);
const path = fc.array(segment, { maxLength: 5 }).map((segments) => `$${segments.join("")}`);

function found(text: string, json: Json): readonly Json[] {
  const compiled = compileJsonPath(text);
  const value = compiled.read(json);
  if (value === MISSING) return [];
  return compiled.definite ? [value] : (value as readonly Json[]);
}

/** jsonpath-plus walks arrays and objects level by level in its own order below `..`; as sets the results are the same. */
function sorted(values: readonly Json[]): readonly string[] {
  return values.map((value) => JSON.stringify(value)).sort();
}

const oracle = (text: string, json: Json): readonly Json[] =>
  JSONPath({ path: text, json: json as object, wrap: true, eval: "safe" }) as readonly Json[];

test("names, indexes, wildcards, slices and descent find what jsonpath-plus finds", () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(document), fc.dictionary(name, document, { noNullPrototype: true })), path, (json, text) => {
      expect(sorted(found(text, json))).toStrictEqual(sorted(oracle(text, json)));
    }),
    { numRuns: 2_000 },
  );
});

test("without descent they find it in the same order", () => {
  fc.assert(
    fc.property(fc.array(document), path, (json, text) => {
      fc.pre(!text.includes(".."));
      expect(found(text, json)).toStrictEqual(oracle(text, json));
    }),
    { numRuns: 1_000 },
  );
});

const item = fc.record(
  { p: fc.integer({ min: 0, max: 5 }), q: fc.integer({ min: 0, max: 5 }), s: fc.constantFrom("x", "y") },
  { noNullPrototype: true },
);
const comparison = fc.oneof(
  fc
    .tuple(fc.constantFrom("p", "q"), fc.constantFrom("==", "!=", "<", "<=", ">", ">="), bound)
    .map(([key, operator, value]) => `@.${key} ${operator} ${value}`),
  fc.tuple(fc.constantFrom("==", "!="), fc.constantFrom("x", "y")).map(([operator, value]) => `@.s ${operator} '${value}'`),
  fc.constant("@.p < @.q"),
);
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small" },
    comparison,
    fc
      .tuple(tie("condition"), fc.constantFrom("&&", "||"), tie("condition"))
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    tie("condition").map((inner) => `!(${inner})`),
  ),
}));

test("filters over complete objects choose what jsonpath-plus chooses", () => {
  fc.assert(
    fc.property(fc.array(item), condition, (items, filter) => {
      expect(found(`$.items[?(${filter})]`, { items })).toStrictEqual(oracle(`$.items[?(${filter})]`, { items }));
    }),
    { numRuns: 1_000 },
  );
});
