import { after, fails, lambdaModule, mockAws, runStateMachine } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import "sfn-testkit/vitest";
import { afterEach, describe, expect, test } from "vitest";

const definition = new URL("./documents.asl.json", import.meta.url);
const input = { key: "whales.txt" };
const throttled = fails("Bedrock.ThrottlingException", "Too many requests");

/** What Bedrock answers, however it is asked. */
const answers = (Body: object) => ({ Body, ContentType: "application/json" });
const harmless = answers({ harmful: false });
const vector = answers({ embedding: [0.1, 0.2] });
const summary = answers({ completion: "Whales sing." });

let close = (): void => {};
afterEach(() => close());

/** Buckets that remember, Lambda code as it is deployed, and Bedrock as a test says. */
function world(states: object = {}) {
  const aws = mockAws({
    states: { Moderate: harmless, Embed: vector, Summarise: summary, ...states },
    lambda: { FileDocument: lambdaModule(() => import("./file-document.ts")) },
    bedrock: { invokeModel: answers({ completion: "The song of the whale" }) },
  });
  ({ close } = interceptAws(aws));
  aws.s3.createBucket("inbox").put("whales.txt", "Whales sing for hours …");
  return { aws, library: aws.s3.createBucket("library"), quarantine: aws.s3.createBucket("quarantine") };
}

describe("a document", () => {
  test("is filed with title, summary and embedding", async () => {
    const { aws, library } = world();

    const execution = await runStateMachine(definition, { aws, input });

    expect(execution).toHaveSucceeded({ filed: "whales.txt.json", title: "The song of the whale" });
    expect(JSON.parse(library.get("whales.txt.json") ?? "")).toEqual({
      title: "The song of the whale",
      summary: "Whales sing.",
      embedding: [0.1, 0.2],
    });
  });

  test("is given to the three models as it lies in the bucket", async () => {
    const { aws } = world();

    const execution = await runStateMachine(definition, { aws, input });

    const text = "Whales sing for hours …";
    expect(execution).toHaveCalledService("bedrock:invokeModel", { ModelId: "moderation", Body: { inputText: text } }, { times: 1 });
    expect(execution).toHaveCalledService("bedrock:invokeModel", { ModelId: "embeddings", Body: { inputText: text } }, { times: 1 });
    expect(execution).toHaveCalledService("bedrock:invokeModel", {
      ModelId: "writer",
      Body: { prompt: `Summarise in one sentence: ${text}` },
    });
  });

  test("is analysed in the time of the slowest model", async () => {
    const { aws } = world({ Moderate: after("1s", harmless), Embed: after("2s", vector), Summarise: after("9s", summary) });

    const execution = await runStateMachine(definition, { aws, input });

    expect(execution).toHaveRunInParallel("Moderate", "Embed", "Summarise");
    expect(execution).toHaveLasted("9s");
  });
});

describe("a model that is asked too often", () => {
  test("is asked again after 5, 10 and 20 seconds, while the others go on", async () => {
    const { aws } = world({ Embed: [throttled, throttled, throttled, vector] });

    const execution = await runStateMachine(definition, { aws, input });

    expect(execution).toHaveRetried("Embed", { times: 3, delays: ["5s", "10s", "20s"], error: "Bedrock.ThrottlingException" });
    expect(execution).not.toHaveRetried("Summarise");
    expect(execution).toHaveLasted("35s");
    expect(execution).toHaveSucceeded();
  });

  test("is given up after the fourth time", async () => {
    const { aws, library } = world({ Summarise: throttled });

    const execution = await runStateMachine(definition, { aws, input });

    expect(execution).toHaveRetried("Summarise", { times: 4, delays: ["5s", "10s", "20s", "20s"] });
    expect(execution).toHaveFailed({ error: "Bedrock.ThrottlingException" });
    expect(library.keys).toEqual([]);
  });
});

describe("a harmful document", () => {
  test("is put into quarantine, and not filed", async () => {
    const { aws, library, quarantine } = world({ Moderate: answers({ harmful: true }) });

    const execution = await runStateMachine(definition, { aws, input });

    expect(execution).toHaveCaught("Analyse", { error: "HarmfulContent", next: "Quarantine" });
    expect(quarantine.get("whales.txt")).toBe("Whales sing for hours …");
    expect(library.keys).toEqual([]);
  });

  test("is not summarised any further", async () => {
    const { aws } = world({ Moderate: after("1s", answers({ harmful: true })), Summarise: [throttled, summary] });

    const execution = await runStateMachine(definition, { aws, input });

    expect(execution).toHaveBeenAborted("Summarise");
    expect(execution).toHaveLasted("1s");
  });
});
