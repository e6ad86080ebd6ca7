import { fileURLToPath } from "node:url";
import fc from "fast-check";
import type { Execution } from "sfn-testkit";
import * as testkit from "sfn-testkit";
import * as fuzz from "sfn-testkit/fuzz";
import "sfn-testkit/vitest";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const doors = ["src/index.ts", "src/fuzz/index.ts", "matchers/index.ts"];

/** What a door exports, as its doc comment tells it. */
interface Documented {
  readonly name: string;
  readonly isFunction: boolean;
  readonly sentence: string;
  readonly examples: readonly string[];
}

const exported = readDoors();
const functions = exported.filter(({ isFunction }) => isFunction);

test.each(exported)("$name has a sentence", ({ sentence }) => {
  expect(sentence).toMatch(/^\S.*[.?`}]$/s);
});

test.each(functions)("$name has an example", ({ examples }) => {
  expect(examples).not.toEqual([]);
});

const home = process.cwd();
let execution: Execution;

// The examples speak of `order.asl.json` as if the reader stood beside it, and of the README's run as `execution`.
beforeAll(async () => {
  process.chdir(`${root}examples/order`);
  execution = await testkit.runStateMachine("order.asl.json", {
    input: { orderId: "o-1" },
    mocks: {
      lambda: {
        ValidateOrder: { orderId: "o-1" },
        ProcessPayment: testkit.fails("PaymentDeclined", "card expired"),
        SendEmail: { sent: true },
      },
    },
  });
});
afterAll(() => process.chdir(home));

describe("the example runs", () => {
  for (const { name, examples } of exported)
    for (const [index, example] of examples.entries()) test(`${name} ${index + 1}`, () => run(example));
});

/** Runs the body of an example; whatever the package exports is in its scope. */
async function run(example: string): Promise<void> {
  const scope = { ...testkit, ...fuzz, fc, expect, execution };
  const { outputText } = ts.transpileModule(`async function example() {\n${example}\n}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  await new Function(...Object.keys(scope), `${outputText}\nreturn example();`)(...Object.values(scope));
}

function readDoors(): Documented[] {
  const program = ts.createProgram(
    doors.map((door) => root + door),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      allowImportingTsExtensions: true,
      noEmit: true,
      noLib: true,
      types: [],
    },
  );
  const checker = program.getTypeChecker();
  return doors.flatMap((door) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(root + door) as ts.SourceFile) as ts.Symbol;
    return checker.getExportsOfModule(module).map((symbol) => documented(symbol, checker));
  });
}

function documented(alias: ts.Symbol, checker: ts.TypeChecker): Documented {
  const symbol = alias.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias;
  const tags = symbol.getJsDocTags(checker).filter((tag) => tag.name === "example");
  return {
    name: alias.name,
    isFunction: (symbol.flags & ts.SymbolFlags.Function) !== 0,
    sentence: ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim(),
    examples: tags.map((tag) => ts.displayPartsToString(tag.text)),
  };
}
