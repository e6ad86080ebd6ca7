import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mockAws, runStateMachine } from "sfn-testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decode } from "../../src/wire/codec.ts";
import { machine, service } from "../running/machines.ts";

const home = process.cwd();
const project = mkdtempSync(join(tmpdir(), "old-clients-"));

/** The clients of a project are looked up once, in its folder: nothing of it is asked before. */
beforeAll(() => {
  install("polly", "3.900.0", "exports.PollyClient = class {};");
  install(
    "translate",
    "3.968.1",
    'exports.Text$ = [9, "com.amazonaws.translate", "TranslateText", 0, () => [3, "n", "In", 0, [], []], "unit"];',
  );
  install("connect", "3.1000.0", 'throw new Error("broken");');
  process.chdir(project);
});
afterAll(() => {
  process.chdir(home);
  rmSync(project, { recursive: true });
});

function install(name: string, version: string, code: string): void {
  const folder = join(project, "node_modules/@aws-sdk", `client-${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: `@aws-sdk/client-${name}`, version, main: "index.js" }));
  writeFileSync(join(folder, "index.js"), code);
}

const asking = (host: string) =>
  decode({ method: "GET", url: `https://${host}.us-east-1.amazonaws.com/v1/things`, headers: {}, body: new Uint8Array() });

describe("an SDK client", () => {
  test.each([
    ["that is too old", "polly", "which is installed as 3.900.0, older than 3.969.0."],
    ["that has schemas, but does not tell what is required", "translate", "which is installed as 3.968.1, older than 3.969.0."],
    ["that cannot be loaded", "connect", "which is installed, but cannot be loaded."],
    ["that is not there", "comprehend", "which is not installed."],
  ])("%s is no help to read requests, and the error says which it is", async (_what, client, why) => {
    await expect(asking(client)).rejects.toMatchObject({
      code: "SDK_CLIENT_MISSING",
      message: expect.stringContaining(why) as unknown,
      hint: expect.stringContaining("3.969.0 or later") as unknown,
    });
  });

  test("that is too old cannot call an endpoint", async () => {
    const aws = mockAws({}, { endpoint: { polly: "http://127.0.0.1:1" } });

    await expect(runStateMachine(machine({ Speak: service("aws-sdk:polly:synthesizeSpeech") }), { aws })).rejects.toMatchObject({
      code: "PACKAGE_MISSING",
      message: expect.stringContaining("which is installed as 3.900.0, older than 3.969.0.") as unknown,
    });
  });

  test("that is too old checks nothing: a mock answers as it says", async () => {
    const mocks = { "aws-sdk": { translate: { translateText: { Anything: 1 } } } };

    const execution = await runStateMachine(machine({ Translate: service("aws-sdk:translate:translateText", { Wrong: 1 }) }), { mocks });

    expect(execution.output).toEqual({ Anything: 1 });
    expect(execution.calls[0]).toMatchObject({ checked: false });
  });
});
