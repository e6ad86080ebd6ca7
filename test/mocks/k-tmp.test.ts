import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { mockAws, runStateMachine } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { expect, test } from "vitest";
const machine = (r: string) => ({ StartAt: "A", States: { A: { Type: "Task", Resource: `arn:aws:states:::${r}:invokeModel`, Parameters: { ModelId: "m", Body: { a: 1 } }, End: true } } });
test.each(["bedrock", "bedrockruntime"])("%s", async (name) => {
  const seen: unknown[] = [];
  const aws = mockAws({ [name]: { invokeModel: (i: unknown) => { seen.push(i); return { Body: { x: 1 }, ContentType: "application/json" }; } } });
  using _ = interceptAws(aws);
  const e = await runStateMachine(machine("bedrock"), { aws });
  console.log(e.status, e.error, e.cause, e.output, e.calls);
  const f = await runStateMachine(machine("aws-sdk:bedrockruntime"), { aws });
  console.log(f.status, f.error, f.cause, f.output);
  const { body } = await new BedrockRuntimeClient().send(new InvokeModelCommand({ modelId: "m", body: "{}" }));
  console.log(body.transformToString(), seen);
});
