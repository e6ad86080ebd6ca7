import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient } from "@aws-sdk/client-sfn";
import type { SQSEvent } from "aws-lambda";

interface Job {
  readonly invoice: { readonly id: string };
  readonly taskToken: string;
}

const lambda = new LambdaClient();
const sfn = new SFNClient();

/** A Lambda handler behind the queue: has each invoice rendered, and tells the machine that waits for it. */
export async function handler({ Records }: SQSEvent): Promise<void> {
  for (const { body } of Records) await work(JSON.parse(body) as Job);
}

async function work({ invoice, taskToken }: Job): Promise<void> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: "RenderPdf", Payload: JSON.stringify({ invoice: invoice.id }) }),
  );
  const answer = Payload?.transformToString() ?? "null";
  if (FunctionError === undefined) await sfn.send(new SendTaskSuccessCommand({ taskToken, output: answer }));
  else await sfn.send(new SendTaskFailureCommand({ taskToken, error: "RenderFailed", cause: messageIn(answer) }));
}

function messageIn(failure: string): string {
  return (JSON.parse(failure) as { readonly errorMessage: string }).errorMessage;
}
