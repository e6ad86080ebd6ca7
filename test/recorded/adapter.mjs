// Puts the questions of recorded cases to the library, as it is built in dist/.
import { callsBack, fails, failsBack, hangs, job, mockAws, returns, startStateMachine, validateStateMachine, variableReferences } from "../../dist/index.mjs";

const ACCOUNT = "111111111111";

/** A case of kind `execution` or `express`. */
export default async function runCase(c, helpers) {
  const mocks = { states: recordedAnswers(c, helpers), lambda: functions(c, helpers) };
  const aws = mockAws(mocks, { accountId: ACCOUNT, startTime: helpers.now });
  for (const { op, params } of c.interactions ?? []) if (op === "delete_activity") aws.world.activities.delete(params.activityArn);
  const running = await startStateMachine(c.definition, {
    aws,
    input: c.input,
    type: c.type,
    stateMachineName: c.stateMachineName,
    ...(c.executionName && { name: c.executionName }),
  });
  await work(c, helpers, running);
  if (isStopped(c)) await running.settle();
  const execution = isStopped(c) ? await running.stop() : await running.finish();
  const { status, output, error, cause, history } = execution;
  return { status, output, error, cause, history };
}

function isStopped(c) {
  return (c.interactions ?? []).some(({ op }) => op === "stop_execution");
}

/** The Tasks of a definition, by name. */
function tasks(value) {
  if (typeof value !== "object" || value === null) return {};
  const here = Object.entries(value.States ?? {}).filter(([, state]) => state?.Type === "Task");
  return Object.assign(Object.fromEntries(here), ...Object.values(value).map(tasks));
}

const isActivity = (task) => /:activity:/.test(task?.Resource);

/** Does as the recorded worker of the machine's activities did. */
async function work(c, helpers, running) {
  const activities = Object.entries(tasks(c.definition)).filter(([, task]) => isActivity(task));
  const [, workerName] = /"WorkerName":"([^"]*)"/.exec(JSON.stringify(c.resources?.helpers ?? [])) ?? [];
  for (let second = 0; second < 60 && activities.length > 0 && running.status === "RUNNING"; second++) {
    for (const [state, { Resource }] of activities) await take(await running.activity(Resource).poll(workerName), state, helpers);
    await running.advance("1s");
  }
}

async function take(task, state, helpers) {
  const recorded = task && helpers.nextMock(state, task.input);
  if (recorded?.throw) await task.fail(recorded.throw.error, recorded.throw.cause);
  else if (recorded !== undefined && !recorded.hang) await task.succeed(recorded.return);
}

function recordedAnswers(c, helpers) {
  const known = tasks(c.definition);
  const mocked = Object.keys(c.mocks ?? {}).filter((state) => !isActivity(known[state]));
  return Object.fromEntries(mocked.map((state) => [state, (input) => replyOf(helpers.nextMock(state, input), known[state]?.Resource ?? "")]));
}

function replyOf(recorded, resource) {
  if (recorded === undefined) throw new Error("no recorded answer is left");
  const { submitted } = recorded;
  if (submitted !== undefined) {
    if (recorded.hang) return resource.endsWith(".waitForTaskToken") ? returns(submitted) : job({ duration: "1000d", submitted });
    return recorded.throw ? failsBack(recorded.throw.error, recorded.throw.cause, { submitted }) : callsBack(recorded.return, { submitted });
  }
  if (recorded.hang) return hangs();
  if (recorded.throw) return fails(recorded.throw.error, recorded.throw.cause);
  return returns(recorded.return);
}

function functions(c, helpers) {
  return Object.fromEntries(
    Object.keys(c.resources?.lambdas ?? {}).map((name) => [name, (payload, context) => behave(helpers, name, payload, context)]),
  );
}

async function behave(helpers, name, payload, context) {
  try {
    return returns(await helpers.lambda(name)(payload, { sleep: (ms) => context.sleep(ms / 1_000) }));
  } catch (error) {
    return fails(error.errorType, helpers.lambdaCause(error));
  }
}

/** A case of kind `create_state_machine`: AWS's answer, or its refusal thrown. */
export async function createStateMachine(c) {
  const { name, publish, versionDescription, loggingConfiguration } = c.params;
  if (versionDescription !== undefined && !publish)
    refuse("ValidationException", "Version description can only be set when publish is true");
  if (loggingConfiguration?.level !== undefined && loggingConfiguration.level !== "OFF" && loggingConfiguration.destinations?.length !== 1)
    refuse("InvalidLoggingConfiguration", "Invalid Logging Configuration: Must specify exactly one Log Destination.");
  const refusals = (await diagnosticsOf(c)).map(({ code, message, location }) => `${code}: ${message} at ${location ?? "null"}`);
  if (refusals.length > 0) refuse("InvalidDefinition", `Invalid State Machine Definition: '${refusals.join(", ")}'`);
  const stateMachineArn = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:${name}`;
  return {
    creationDate: "2025-01-01T00:00:00.000Z",
    stateMachineArn,
    ...(publish && { stateMachineVersionArn: `${stateMachineArn}:1` }),
    ResponseMetadata: { HTTPHeaders: {}, HTTPStatusCode: 200 },
  };
}

/** A case of kind `validate`. */
export async function validateDefinition(c) {
  const diagnostics = await diagnosticsOf(c);
  const result = diagnostics.length === 0 ? "OK" : "FAIL";
  return { diagnostics, result, truncated: false, ResponseMetadata: { HTTPHeaders: {}, HTTPStatusCode: 200 } };
}

const DESCRIBED = new Set(["create_state_machine", "describe_state_machine", "start_execution", "describe_state_machine_for_execution"]);

/** A case of kind `api` about the variables that a machine's states read; of the API itself there is nothing yet. */
export async function api(c, helpers) {
  const created = c.steps.find(({ op }) => op === "create_state_machine")?.params;
  if (created === undefined || !c.id.startsWith("test_sfn_api_variable_references") || !c.steps.every(({ op }) => DESCRIBED.has(op)))
    helpers.skip("the Step Functions API is not there yet");
  const responses = {};
  for (const { op, matches = [] } of c.steps) for (const key of matches) responses[key] = await describe(created, op);
  return { responses };
}

/** What DescribeStateMachine and DescribeStateMachineForExecution tell of a machine. */
async function describe({ name, definition, roleArn }, op) {
  const references = await variableReferences(definition);
  const date = "2025-01-01T00:00:00.000Z";
  return {
    definition,
    encryptionConfiguration: { type: "AWS_OWNED_KEY" },
    loggingConfiguration: { includeExecutionData: false, level: "OFF" },
    name,
    roleArn,
    stateMachineArn: `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:${name}`,
    tracingConfiguration: { enabled: false },
    ...(op === "describe_state_machine" ? { creationDate: date, status: "ACTIVE", type: "STANDARD" } : { updateDate: date }),
    ...(Object.keys(references).length > 0 && { variableReferences: references }),
    ResponseMetadata: { HTTPHeaders: {}, HTTPStatusCode: 200 },
  };
}

/** What AWS would refuse, as ValidateStateMachineDefinition tells it. */
async function diagnosticsOf(c) {
  const definition = typeof c.definition === "string" ? c.definition : JSON.stringify(c.definition);
  const { diagnostics } = await validateStateMachine(definition, { type: c.type ?? c.params?.type ?? "STANDARD" });
  return diagnostics
    .filter(({ severity, awsCode }) => severity === "error" && awsCode !== undefined)
    .map(({ awsCode, awsLocation, message }) => ({
      severity: "ERROR",
      code: awsCode,
      message,
      ...(awsLocation !== undefined && { location: awsLocation }),
    }));
}

function refuse(name, message) {
  throw Object.assign(new Error(message), { name });
}
