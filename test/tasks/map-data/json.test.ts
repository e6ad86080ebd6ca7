import fc from "fast-check";
import { expect, test } from "vitest";
import { fileReader, itemsIn, readingMap } from "./machines.ts";

const JSON_FILE = { InputType: "JSON" };
const LINES = { InputType: "JSONL" };

function failing(Body: string, config: object) {
  return readingMap(fileReader(config), { s3: { getObject: { Body } } });
}

test("a JSON array is its items", async () => {
  expect(await itemsIn('[1, "two", {"three": 3}, [4], null]', JSON_FILE)).toEqual([1, "two", { three: 3 }, [4], null]);
});

test("a JSON object is its members, and each child gets key and value", async () => {
  expect(await itemsIn('{"a": {"n": 1}, "b": 2}', JSON_FILE)).toEqual([
    { Key: "a", Value: { n: 1 } },
    { Key: "b", Value: 2 },
  ]);
});

test.each([
  ["/orders/open", [1, 2]],
  ["/orders/a~1b", [3]],
  ["/lists/1", [5]],
  ["/", [6]],
  ["/orders/members", [{ Key: "x", Value: 7 }]],
])("ItemsPointer %s finds the items in the file", async (ItemsPointer, items) => {
  const file = { orders: { open: [1, 2], "a/b": [3], members: { x: 7 } }, lists: [[4], [5]], "": [6] };

  expect(await itemsIn(JSON.stringify(file), { ...JSON_FILE, ItemsPointer })).toEqual(items);
});

test.each(["/none", "/list/7", "/list/00", "/list/length", "/n/toString", "list"])(
  "ItemsPointer %s finds nothing",
  async (ItemsPointer) => {
    expect(await failing('{"list": [[1]], "n": 1}', { ...JSON_FILE, ItemsPointer })).toHaveFailed({
      error: "States.ItemReaderFailed",
      cause: "The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.",
    });
  },
);

test.each(["1", '"text"', "null"])("the JSON %s has no items", async (Body) => {
  expect(await failing(Body, JSON_FILE)).toHaveFailed({
    error: "States.ItemReaderFailed",
    cause: "Attempting to map over non-iterable node.",
  });
});

test("a file that is no JSON cannot be read", async () => {
  expect(await failing("[1, 2", JSON_FILE)).toHaveFailed({ error: "States.ItemReaderFailed", cause: "The file is not valid JSON." });
});

test("each line of a JSON Lines file is an item, and empty lines are none", async () => {
  expect(await itemsIn('{"n": 1}\r\n\n[2]\n"three"', LINES)).toEqual([{ n: 1 }, [2], "three"]);
});

test("a line that is no JSON is named", async () => {
  expect(await failing("1\n\n{oops}\n", LINES)).toHaveFailed({
    error: "States.ItemReaderFailed",
    cause: "Line 3 of the file is not valid JSON.",
  });
});

test.each([
  ["JSON", "[1, 2, 3]"],
  ["JSON", '{"a": 1, "b": 2, "c": 3}'],
  ["JSONL", "1\n2\nnot read"],
])("MaxItems limits %s as well: %s", async (InputType, Body) => {
  expect(await itemsIn(Body, { InputType, MaxItems: 2 })).toHaveLength(2);
});

test("what is written as JSON or JSON Lines reads back", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 6 }), async (values) => {
      const items: unknown[] = JSON.parse(JSON.stringify(values)) as unknown[];

      expect(await itemsIn(JSON.stringify(items), JSON_FILE)).toEqual(items);
      expect(await itemsIn(items.map((item) => JSON.stringify(item)).join("\n"), LINES)).toEqual(items);
    }),
  );
});
