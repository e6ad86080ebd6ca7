import fc from "fast-check";
import { expect, test } from "vitest";
import { fileReader, itemsIn, readingMap } from "./machines.ts";

const FIRST_ROW = { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" };
const given = (...CSVHeaders: readonly string[]): object => ({ InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders });

test("the first row names the columns, and every value is text as it stands", async () => {
  expect(await itemsIn("id,true,{}\n1,  yes ,'x'\n2,null,\n", FIRST_ROW)).toEqual([
    { id: "1", true: "  yes ", "{}": "'x'" },
    { id: "2", true: "null", "{}": "" },
  ]);
});

test("given headers name the columns of all rows", async () => {
  expect(await itemsIn("1,Ada\n2,Bob", given("id", "name"))).toEqual([
    { id: "1", name: "Ada" },
    { id: "2", name: "Bob" },
  ]);
});

test("a long row loses what is too much, and a short one is filled with empty texts", async () => {
  expect(await itemsIn("1,2,3\n4\n,,,\n   \n", given("a", "b"))).toEqual([
    { a: "1", b: "2" },
    { a: "4", b: "" },
    { a: "", b: "" },
    { a: "   ", b: "" },
  ]);
});

test.each([
  ["COMMA", "1,2|3;4 5\t6", ["1", "2|3;4 5\t6"]],
  ["PIPE", "1,2|3;4 5\t6", ["1,2", "3;4 5\t6"]],
  ["SEMICOLON", "1,2|3;4 5\t6", ["1,2|3", "4 5\t6"]],
  ["SPACE", "1,2|3;4 5\t6", ["1,2|3;4", "5\t6"]],
  ["TAB", "1,2|3;4 5\t6", ["1,2|3;4 5", "6"]],
])("%s separates the fields", async (CSVDelimiter, line, [a, b]) => {
  expect(await itemsIn(line, { ...given("a", "b"), CSVDelimiter })).toEqual([{ a, b }]);
});

test.each([
  ["a quoted field holds delimiters and newlines", '"1,\n2",x', "1,\n2"],
  ["doubled quotes are quotes, in a quoted field", '"say ""hi""",x', 'say "hi"'],
  ["and in one that is not quoted", '{""a"":1},x', '{"a":1}'],
  ["a single quote within a field is itself", '5" pipe,x', '5" pipe'],
  ["a quoted field may be empty", '"",x', ""],
  ["what follows a quoted part belongs to the field", '"1"2,x', "12"],
  ["a backslash escapes a backslash", "C:\\\\temp,x", "C:\\temp"],
  ["a backslash escapes a delimiter", "1\\,2,x", "1,2"],
  ["a backslash escapes a quote", 'a \\"b\\" c,x', 'a "b" c'],
  ["any other backslash goes", "\\d\\e,x", "de"],
])("%s", async (_, line, field) => {
  expect(await itemsIn(`${line}\n`, given("a", "b"))).toEqual([{ a: field, b: "x" }]);
});

test("lines end as in any system, and empty lines and a byte order mark are no data", async () => {
  expect(await itemsIn("\uFEFFid\r\n1\r2\n\n3\r\n\r\n", FIRST_ROW)).toEqual([{ id: "1" }, { id: "2" }, { id: "3" }]);
});

test("a file without rows has no items", async () => {
  expect(await itemsIn("id,name\n", FIRST_ROW)).toEqual([]);
  expect(await itemsIn("", FIRST_ROW)).toEqual([]);
});

test.each([
  ["given", given("a", "b", "a"), "1,2,3"],
  ["in the first row", FIRST_ROW, "a,b,a\n1,2,3"],
])("duplicate headers %s are no header", async (_, config, Body) => {
  expect(await readingMap(fileReader(config), { s3: { getObject: { Body } } })).toHaveFailed({
    error: "States.ItemReaderFailed",
    cause: "CSV headers cannot contain duplicates.",
  });
});

test.each([
  ["a number is how many items are read", { MaxItems: 2 }, ["1", "2"]],
  ["0 is no limit", { MaxItems: 0 }, ["1", "2", "3"]],
  ["a path finds the limit in the input", { MaxItemsPath: "$.most" }, ["1"]],
])("MaxItems: %s", async (_, limit, expected) => {
  const reader = fileReader({ ...FIRST_ROW, ...limit });
  const { output } = await readingMap(reader, { s3: { getObject: { Body: "id\n1\n2\n3\n" } } }, {}, { input: { most: 1 } });

  expect(output).toEqual(expected.map((id) => ({ id })));
});

test("a written file reads back as the rows it was made of", async () => {
  const field = fc.string({ unit: fc.constantFrom("a", " ", ",", ";", '"', "\\", "\n", "\r", "é", "'") });
  const rows = fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 8 });
  const escaped = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '""')}"`;

  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom([",", "COMMA"], [";", "SEMICOLON"]), async (table, [delimiter, CSVDelimiter]) => {
      const file = table.map((row) => row.map(escaped).join(delimiter)).join("\n");

      expect(await itemsIn(file, { ...given("a", "b"), CSVDelimiter })).toEqual(table.map(([a, b]) => ({ a, b })));
    }),
  );
});
