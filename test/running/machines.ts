/** A Task that calls a Lambda function by its ARN. */
export function task(functionName: string, rest: object = {}): object {
  return { Type: "Task", Resource: `arn:aws:lambda:us-east-1:123456789012:function:${functionName}`, ...ending(rest), ...rest };
}

/** A Task that calls a service: `arn:aws:states:::` and what follows; without Parameters it sends its input. */
export function service(resource: string, Parameters?: object, rest: object = {}): object {
  const sent = Parameters === undefined ? {} : { Parameters };
  return { Type: "Task", Resource: `arn:aws:states:::${resource}`, ...sent, ...ending(rest), ...rest };
}

export function pass(rest: object = {}): object {
  return { Type: "Pass", ...ending(rest), ...rest };
}

export function wait(Seconds: number, rest: object = {}): object {
  return { Type: "Wait", Seconds, ...ending(rest), ...rest };
}

/** A machine, branch or item processor that begins with its first state. */
export function machine(States: { readonly [name: string]: object }, rest: object = {}): object {
  return { StartAt: Object.keys(States)[0], ...rest, States };
}

function ending(rest: object): object {
  return "Next" in rest ? {} : { End: true };
}
