import { lambdaModule } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { charged } from "../mocks/asking.ts";

const greet = new URL("./handlers/greet.ts", import.meta.url);
const input = { name: "Ada" };

describe("a module's handler", () => {
  test("is loaded when it is first called, with its variables, and sees them while it runs", async () => {
    const mock = lambdaModule(() => import("./handlers/greet.ts"), { environment: { GREETING: "hello" } });

    expect((await charged(mock, { input })).output).toEqual({ atLoad: "hello", now: "hello", name: "Ada", function: "charge" });
    expect(process.env["GREETING"]).toBeUndefined();
  });

  test.each([
    ["a URL", greet],
    ["the text of one", greet.href],
    ["a path from the working directory", "test/lambda/handlers/greet.ts"],
  ])("may be named by %s", async (_what, source) => {
    expect((await charged(lambdaModule(source), { input })).output).toMatchObject({ name: "Ada" });
  });

  test("may be another export, and in callback style", async () => {
    expect((await charged(lambdaModule(greet, { handler: "withCallback" }), { input })).output).toBe("hello Ada");
  });

  test("has its function's timeout", async () => {
    const module = async () => ({ handler: async (_event: unknown, { sleep }: { sleep(seconds: number): Promise<void> }) => sleep(5) });

    expect(await charged(lambdaModule(module, { timeout: 3 }))).toHaveFailed({ error: "Sandbox.Timedout" });
  });

  test("whose module throws when it is loaded fails as the handler would", async () => {
    const execution = await charged(lambdaModule(() => Promise.reject(new RangeError("no configuration"))));

    expect(execution).toHaveFailed({ error: "RangeError" });
  });
});

test.each([
  ["a module that is not there", () => lambdaModule("src/none.ts"), "MODULE_NOT_FOUND", /There is no module \/.*src\/none\.ts\./],
  [
    "an export that is not there",
    () => lambdaModule(greet, { handler: "handle" }),
    "HANDLER_NOT_FOUND",
    /exports no function "handle"\.\s+Did you mean "handler"/,
  ],
  ["a module without exports", () => lambdaModule(async () => ({})), "HANDLER_NOT_FOUND", /It exports nothing/],
])("%s is a usage error", async (_what, make, code, message) => {
  await expect(charged(make())).rejects.toMatchObject({ name: "UsageError", code, message: expect.stringMatching(message) });
});

test("a source that is neither path nor function is refused at once", () => {
  expect(() => lambdaModule({} as URL)).toThrow(expect.objectContaining({ code: "INVALID_HANDLER" }));
});
