import { InvalidToken, SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient, TaskTimedOut } from "@aws-sdk/client-sfn";

/** What the approver sends; the token comes with the link. */
export interface DecisionRequest {
  readonly queryStringParameters: { readonly token: string };
  readonly body: string;
}

export interface DecisionResponse {
  readonly statusCode: number;
}

interface Decision {
  readonly approved: boolean;
  readonly by: string;
  readonly reason?: string;
}

const sfn = new SFNClient();

/** The handler behind `POST /decide`: lets the machine go on. */
export async function decide({ queryStringParameters: { token }, body }: DecisionRequest): Promise<DecisionResponse> {
  try {
    await report(token, JSON.parse(body) as Decision);
    return { statusCode: 200 };
  } catch (error) {
    if (error instanceof TaskTimedOut) return { statusCode: 410 };
    if (error instanceof InvalidToken) return { statusCode: 404 };
    throw error;
  }
}

async function report(taskToken: string, { approved, by, reason }: Decision): Promise<void> {
  if (approved) await sfn.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ by }) }));
  else await sfn.send(new SendTaskFailureCommand({ taskToken, error: "Rejected", cause: reason }));
}
