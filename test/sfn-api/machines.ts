import type { MockAws } from "sfn-testkit";
import { mockAws } from "sfn-testkit";

export const done: object = { StartAt: "Done", States: { Done: { Type: "Succeed" } } };
export const minute: object = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 60, End: true } } };
export const roleArn = "arn:aws:iam::123456789012:role/any";

/** The API of a new world. */
export function newApi(aws: MockAws = mockAws()): Ask {
  return (operation, input) => aws.stateMachines.api(operation, input);
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers without narrowing them first
export type Ask = (operation: string, input?: object) => Promise<any>;

/** Creates a machine; answers its ARN. */
export async function created(ask: Ask, definition: object, more: object = {}): Promise<string> {
  const answer = await ask("createStateMachine", { name: "Order", definition: JSON.stringify(definition), roleArn, ...more });
  return String(answer.stateMachineArn);
}
