import { DescribeExecutionCommand, SFNClient, StartExecutionCommand, StartSyncExecutionCommand } from "@aws-sdk/client-sfn";

const lambda = (name: string): string => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;

/** A machine with one Task. */
export function taskMachine(functionName: string, fields: object = {}): object {
  return { StartAt: functionName, States: { [functionName]: { Type: "Task", Resource: lambda(functionName), ...fields, End: true } } };
}

/** A machine with one Task that calls a service. */
export function serviceMachine(resource: string, Parameters: object): object {
  return { StartAt: "Call", States: { Call: { Type: "Task", Resource: `arn:aws:states:::${resource}`, Parameters, End: true } } };
}

export function waitMachine(...seconds: readonly number[]): object {
  const names = seconds.map((_, index) => `Wait${index}`);
  const states = seconds.map((Seconds, index) => {
    const next = names[index + 1];
    return [names[index], { Type: "Wait", Seconds, ...(next === undefined ? { End: true } : { Next: next }) }];
  });
  return { StartAt: "Wait0", States: Object.fromEntries(states) as object };
}

/** A machine whose branches are one Task each. */
export function parallelMachine(...functionNames: readonly string[]): object {
  return { StartAt: "All", States: { All: { Type: "Parallel", Branches: functionNames.map((name) => taskMachine(name)), End: true } } };
}

const arnOf = (machine: string): string => `arn:aws:states:us-east-1:123456789012:stateMachine:${machine}`;

/** Runs an Express execution and waits for its output, as application code does. */
export async function runSync(machine: string, input = "{}"): Promise<unknown> {
  const { status, output } = await new SFNClient().send(new StartSyncExecutionCommand({ stateMachineArn: arnOf(machine), input }));
  return status === "SUCCEEDED" ? JSON.parse(output ?? "null") : status;
}

export async function start(machine: string, name: string): Promise<string> {
  const { executionArn } = await new SFNClient().send(new StartExecutionCommand({ stateMachineArn: arnOf(machine), name }));
  return executionArn ?? "";
}

export async function statusOf(executionArn: string): Promise<string> {
  return (await new SFNClient().send(new DescribeExecutionCommand({ executionArn }))).status ?? "";
}

/** Lets this many turns of the real event loop pass. */
export async function realTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
