import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

interface Question {
  readonly taskToken: string;
  readonly expense: { readonly id: string; readonly amount: number };
}

const sns = new SNSClient();

/** A Lambda handler: sends the approvers a link that carries the token. */
export async function handler({ taskToken, expense }: Question): Promise<void> {
  const link = `https://expenses.example.com/decide?token=${encodeURIComponent(taskToken)}`;
  const Message = `Expense ${expense.id} of ${expense.amount} € waits for you: ${link}`;
  await sns.send(new PublishCommand({ TopicArn: process.env["APPROVERS"], Message }));
}
