import { BedrockRuntimeClient, InvokeModelCommand, ThrottlingException } from "@aws-sdk/client-bedrock-runtime";
import { fails, mockAws, runStateMachine } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { describe, expect, test } from "vitest";

const calling = (service: string, Parameters: object) => ({
  StartAt: "Ask",
  States: { Ask: { Type: "Task", Resource: `arn:aws:states:::${service}:invokeModel`, Parameters, End: true } },
});

const askedByClient = async (): Promise<string> => {
  const { body } = await new BedrockRuntimeClient().send(new InvokeModelCommand({ modelId: "m", body: "{}" }));
  return body.transformToString();
};

describe.each(["bedrock", "bedrockruntime"])("one mock under %s answers", (service) => {
  const worldOf = () => mockAws({ [service]: { invokeModel: { Body: '{"text":"hi"}', ContentType: "application/json" } } });

  test("the optimised integration, which reads the body as JSON", async () => {
    const execution = await runStateMachine(calling("bedrock", { ModelId: "m", Body: {} }), { aws: worldOf() });

    expect(execution).toHaveSucceeded({ Body: { text: "hi" }, ContentType: "application/json" });
    expect(execution).toHaveCalledService("bedrock:invokeModel");
  });

  test("the AWS SDK integration, which leaves it a text", async () => {
    const execution = await runStateMachine(calling("aws-sdk:bedrockruntime", { ModelId: "m", Body: {} }), { aws: worldOf() });

    expect(execution).toHaveSucceeded({ Body: '{"text":"hi"}', ContentType: "application/json" });
    expect(execution).toHaveCalledService("bedrockruntime:invokeModel");
  });

  test("the SDK's client", async () => {
    const aws = worldOf();
    using _ = interceptAws(aws);

    expect(await askedByClient()).toBe('{"text":"hi"}');
    expect(aws.calls("bedrock:invokeModel")).toHaveLength(1);
    expect(aws.calls("bedrockruntime:invokeModel")).toHaveLength(1);
  });

  test("a command of the SDK comes before it", async () => {
    const aws = worldOf();
    using _ = interceptAws(aws);
    aws.on(InvokeModelCommand, fails("ValidationException", "too long"));

    await expect(askedByClient()).rejects.toThrow("too long");
  });
});

test.each([
  ["bedrock", "Bedrock.ThrottlingException"],
  ["aws-sdk:bedrockruntime", "BedrockRuntime.ThrottlingException"],
])("what a mock throws as the SDK does is, for %s, %s", async (resource, error) => {
  const invokeModel = (): never => {
    throw new ThrottlingException({ message: "slow down", $metadata: { httpStatusCode: 429 } });
  };

  const execution = await runStateMachine(calling(resource, { ModelId: "m", Body: {} }), { mocks: { bedrock: { invokeModel } } });

  expect(execution).toHaveFailed({ error, cause: expect.stringContaining("slow down") });
});

describe("the optimised integration of Bedrock", () => {
  test("takes its body from S3 and puts the answer there", async () => {
    const Input = { S3Uri: "s3://documents/question.json" };
    const Output = { S3Uri: "s3://documents/answer.json" };
    const invokeModel = { Output, ContentType: "application/json" };

    const execution = await runStateMachine(calling("bedrock", { ModelId: "m", Input, Output }), { mocks: { bedrock: { invokeModel } } });

    expect(execution).toHaveSucceeded(invokeModel);
    expect(execution.calls[0]?.warnings).toBeUndefined();
  });

  test("knows no other fields beside those of the API", async () => {
    const execution = await runStateMachine(calling("bedrock", { ModelId: "m", Prompt: "hi" }), {
      mocks: { bedrock: { invokeModel: {} } },
    });

    expect(execution).toHaveFailed({
      error: "States.Runtime",
      cause: expect.stringContaining('The field "Prompt" is not supported by Step Functions'),
    });
  });
});
