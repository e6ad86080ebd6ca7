import { fails, runStateMachine } from "sfn-testkit";
import * as matchers from "sfn-testkit/matchers";
import serializer from "sfn-testkit/serializer";

export async function declined(): Promise<string> {
  const execution = await runStateMachine("order.asl.json", { mocks: { lambda: { A: fails("Flaky") } } });
  return `${execution.status} ${Object.keys(matchers).length} ${serializer.test(execution)}`;
}
