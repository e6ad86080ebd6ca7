import type { Execution } from "sfn-testkit";
import { runStateMachine } from "sfn-testkit";
import { explorePaths, generateTests, mocksOf } from "sfn-testkit/fuzz";
import { describe, expect, test } from "vitest";
import { importing } from "../machines.ts";

const task = (name: string): string => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;

/** Gifts are wrapped before they are sent. */
const States = {
  Kind: { Type: "Choice", Choices: [{ Variable: "$.kind", StringEquals: "gift", Next: "Wrap" }], Default: "Send" },
  Wrap: { Type: "Task", Resource: task("wrap"), Next: "Send" },
  Send: { Type: "Task", Resource: task("send"), End: true },
};

const sending = (fields: object): object => ({
  StartAt: "Parcels",
  States: {
    Parcels: {
      Type: "Map",
      ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, StartAt: "Kind", States },
      ...fields,
      End: true,
    },
  },
});

/** All are solved, and are what the machine does. */
async function namesOf(definition: object): Promise<readonly string[]> {
  const { paths, left } = await explorePaths(definition);
  expect(left).toEqual([]);
  expect(paths.filter(({ solved }) => !solved)).toEqual([]);
  for (const path of paths) {
    const execution = await runStateMachine(definition, { input: path.input, mocks: mocksOf(path) });
    expect(execution).toHaveTakenPath([...path.states]);
    expect([execution.status, execution.error]).toEqual([path.status, path.error]);
  }
  return paths.map(({ name }) => name);
}

test("ways through child executions, and through too many that fail", async () => {
  expect(await namesOf(sending({ ToleratedFailureCount: 1 }))).toEqual([
    "Parcels",
    "Parcels has no items",
    "Parcels has two items",
    "Parcels goes on after Kind takes rule 0 → Wrap",
    "Parcels fails as Kind takes Default → Send, Send fails with UnforeseenError in 2 child executions, which nothing catches",
    "Parcels tolerates that Kind takes rule 0 → Wrap, Wrap fails with UnforeseenError",
    "Parcels fails as Kind takes rule 0 → Wrap, Wrap fails with UnforeseenError in 2 child executions, which nothing catches",
  ]);
});

test("an ItemReader and a ResultWriter that fail, and a Retry of the Map", async () => {
  const names = await namesOf(importing);

  expect(names).toEqual(
    expect.arrayContaining([
      "Lines fails as its ItemReader fails with S3.NoSuchKeyException once and recovers",
      "Lines fails as its ItemReader fails with S3.NoSuchKeyException 2 times → Reject",
      "Lines fails as its ResultWriter fails with S3.NoSuchBucketException → Reject",
      "Lines tolerates that Import fails with Busy 2 times",
    ]),
  );
});

describe("an ItemReader is given a file of its InputType", () => {
  const reading = (ReaderConfig: object, resource = "s3:getObject"): object =>
    sending({ ItemReader: { Resource: `arn:aws:states:::${resource}`, ReaderConfig, Parameters: { Bucket: "b", Key: "k" } } });
  const bodies = async (definition: object): Promise<readonly unknown[]> => {
    const { paths } = await explorePaths(definition);
    return paths.slice(0, 4).map(({ objects }) => objects?.["getObject"]?.[0]);
  };
  const file = (Body: string): object => ({ kind: "returns", value: { Body } });

  test.each([
    ["JSON", { InputType: "JSON" }, ['[{"kind":"kind"}]', "[]", '[{"kind":"kind"},{"kind":"kind"}]', '[{"kind":"gift"}]']],
    ["JSONL", { InputType: "JSONL" }, ['{"kind":"kind"}\n', "", '{"kind":"kind"}\n{"kind":"kind"}\n', '{"kind":"gift"}\n']],
    [
      "CSV with its header",
      { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
      ['"kind"\n"kind"\n', '"item"\n', '"kind"\n"kind"\n"kind"\n', '"kind"\n"gift"\n'],
    ],
    [
      "CSV with a header that is given",
      { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: ["id", "kind"], CSVDelimiter: "PIPE" },
      ['""|"kind"\n', "", '""|"kind"\n""|"kind"\n', '""|"gift"\n'],
    ],
    [
      "JSON below a pointer",
      { InputType: "JSON", ItemsPointer: "/all/parcels" },
      [
        '{"all":{"parcels":[{"kind":"kind"}]}}',
        '{"all":{"parcels":[]}}',
        '{"all":{"parcels":[{"kind":"kind"},{"kind":"kind"}]}}',
        '{"all":{"parcels":[{"kind":"gift"}]}}',
      ],
    ],
  ])("%s", async (_what, config, texts) => {
    const definition = reading(config);

    expect(await bodies(definition)).toEqual(texts.map(file));
    await namesOf(definition);
  });

  test("or a list of objects", async () => {
    const definition = reading({}, "s3:listObjectsV2");
    const { paths } = await explorePaths(definition);

    expect(paths.find(({ name }) => name.includes("two items"))?.objects).toMatchObject({
      listObjectsV2: [{ value: { Contents: [{ Key: "object-0" }, { Key: "object-1" }] } }],
    });
  });
});

test("items come in batches of the size that the definition says", async () => {
  const Batch = { StartAt: "Send", States: { Send: States.Send } };
  const definition = sending({
    ItemBatcher: { MaxItemsPerBatch: 2 },
    ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, ...Batch },
  });
  const { paths } = await explorePaths(definition);
  const two = paths.find(({ name }) => name.includes("two items"))?.execution as Execution;

  await namesOf(definition);
  expect(two.childExecutions.map(({ input }) => (input as { Items: unknown[] }).Items.length)).toEqual([2, 1]);
});

test("tests are generated with the files that their paths need", async () => {
  const file = await generateTests(importing);

  expect(file).toContain('getObject: { Body: "[{},{}]" },');
  expect(file).toContain('fails("S3.NoSuchBucketException")');
});
