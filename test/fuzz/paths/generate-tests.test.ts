import * as testkit from "sfn-testkit";
import { generateTests } from "sfn-testkit/fuzz";
import ts from "typescript";
import * as vitest from "vitest";
import { describe, expect, test } from "vitest";

const inline = { StartAt: "Name", States: { Name: { Type: "Pass", InputPath: "$.name", End: true } } };

const examples = ["order/order.asl.json", "images/images.asl.json", "orders-batch/orders-batch.asl.yaml"];
const ofExamples = examples.map((path) => generateTests(new URL(`../../../examples/${path}`, import.meta.url)));

const files = await Promise.all([...ofExamples, generateTests(inline), generateTests(inline, { runner: "jest" })]);

describe.each(files)("the generated tests hold", (file) => {
  const modules = new Map<string, unknown>([
    ["sfn-testkit", testkit],
    ["vitest", vitest],
    ["sfn-testkit/vitest", {}],
    ["@jest/globals", vitest],
    ["sfn-testkit/jest-globals", {}],
  ]);
  const { outputText } = ts.transpileModule(file, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  new Function("require", "exports", outputText)((name: string) => modules.get(name), {});
});

test("a file of tests is printed for Jest, too", async () => {
  expect(await generateTests(inline, { runner: "jest" })).toMatchInlineSnapshot(`
    "import { expect, test } from "@jest/globals";
    import { runStateMachine } from "sfn-testkit";
    import "sfn-testkit/jest-globals";

    const machine = { StartAt: "Name", States: { Name: { Type: "Pass", InputPath: "$.name", End: true } } };

    test("Name", async () => {
      const execution = await runStateMachine(machine, {
        input: { name: "name" },
        mocks: {},
      });

      expect(execution).toHaveSucceeded();
      expect(execution).toHaveTakenPath(["Name"]);
      expect(execution).toEndInState("Name");
    });
    "
  `);
});
