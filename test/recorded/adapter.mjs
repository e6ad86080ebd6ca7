// Puts the questions of recorded cases to the library, as it is built in dist/.
import { callsBack, fails, failsBack, hangs, job, mockAws, returns, startStateMachine } from "../../dist/index.mjs";

const ACCOUNT = "111111111111";

/** A case of kind `execution` or `express`. */
export default async function runCase(c, helpers) {
  const mocks = { states: recordedAnswers(c, helpers), lambda: functions(c, helpers), s3: recordedObjects(c) };
  const aws = mockAws(mocks, { accountId: ACCOUNT, startTime: helpers.now });
  for (const { op, params } of c.interactions ?? []) if (op === "delete_activity") aws.world.activities.delete(params.activityArn);
  const running = await startStateMachine(c.definition, {
    aws,
    input: c.input,
    type: c.type,
    stateMachineName: c.stateMachineName,
    ...(c.logging && { logging: c.logging }),
    ...(c.executionName && { name: c.executionName }),
  });
  await work(c, helpers, running);
  if (isStopped(c)) await running.settle();
  const execution = isStopped(c) ? await running.stop() : await running.finish();
  const { status, output, error, cause, history, logs } = execution;
  return { status, output, error, cause, history, ...(c.logging && { logs }) };
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
  return Object.fromEntries(
    mocked.map((state) => [state, (input) => replyOf(helpers.nextMock(state, input), known[state]?.Resource ?? "")]),
  );
}

function replyOf(recorded, resource) {
  if (recorded === undefined) throw new Error("no recorded answer is left");
  const { submitted } = recorded;
  if (submitted !== undefined) {
    if (recorded.hang) return resource.endsWith(".waitForTaskToken") ? returns(submitted) : job({ duration: "1000d", submitted });
    return recorded.throw
      ? failsBack(recorded.throw.error, recorded.throw.cause, { submitted })
      : callsBack(recorded.return, { submitted });
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

/** The objects that lay in Amazon S3, for what is read and written by Maps. */
function recordedObjects(c) {
  const objects = c.resources?.s3Objects ?? [];
  const described = ({ key, body }) => ({
    Key: key,
    Size: body.length,
    ETag: `"${key}"`,
    LastModified: "2025-01-01T00:00:00Z",
    StorageClass: "STANDARD",
  });
  return {
    getObject: ({ Bucket, Key }) => ({ Body: objects.find(({ bucket, key }) => bucket === Bucket && key === Key).body }),
    listObjectsV2: ({ Bucket }) => ({ Contents: objects.filter(({ bucket }) => bucket === Bucket).map(described), IsTruncated: false }),
    putObject: {},
  };
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
  const answer = await world().stateMachines.api("createStateMachine", {
    roleArn: `arn:aws:iam::${ACCOUNT}:role/any`,
    type: c.type,
    ...c.params,
    definition: textOf(c.definition),
  });
  return { ...answer, ...OK };
}

/** A case of kind `validate`. */
export async function validateDefinition(c) {
  const answer = await world().stateMachines.api("validateStateMachineDefinition", {
    type: c.type,
    ...c.params,
    definition: textOf(c.definition),
  });
  return { ...answer, ...OK };
}

const OK = { ResponseMetadata: { HTTPHeaders: {}, HTTPStatusCode: 200 } };

function world(options = {}, mocks = {}) {
  return mockAws(mocks, { accountId: ACCOUNT, ...options });
}

function textOf(definition) {
  return typeof definition === "string" ? definition : JSON.stringify(definition);
}

/** A case of kind `api`: the calls in order, and what AWS answered to those that were noted. */
export async function api(c, helpers) {
  const aws = world({ startTime: helpers.now }, { s3: { getObject: ({ Key }) => ({ Body: unnamedObject(Key) }) }, otherwise: {} });
  const { stateMachines } = aws;
  const events = [];
  aws.events.addRule({ pattern: { source: ["aws.states"] }, targets: [(event) => events.push(event)] });
  const answers = [];
  const started = [];
  const responses = {};
  for (const { call, op, params, matches = [] } of c.steps) {
    const operation = op.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
    const asked = filled(params ?? {}, answers, started);
    const answer = await answered(stateMachines, operation, asked);
    answers[call] = answer;
    if (op === "start_execution" && answer.executionArn !== undefined) noteName(started, answer.executionArn);
    for (const key of matches) responses[key] = asRecorded(answer, key);
  }
  await aws.finish();
  return { responses: withDelivered(responses, events, stateMachines) };
}

/** The cases do not name what lay in a bucket; a table that a Map read had two rows. */
function unnamedObject(key) {
  return key.endsWith(".csv") ? "Col1,Col2\nValue1,Value2\nValue3,Value4\n" : "[]";
}

/** What a queue behind a rule and a log group had in the end; seen by the cases that look there. */
function withDelivered(responses, events, stateMachines) {
  const executions = stateMachines.list().flatMap((machine) => machine.executions);
  return Object.defineProperties(responses, {
    stepfunctions_events: { value: events },
    logged_execution_events: { value: executions.flatMap(({ logs }) => logs) },
  });
}

function noteName(started, executionArn) {
  const name = executionArn.split(":").at(-1);
  if (!started.includes(name)) started.push(name);
}

/** Parameters with what earlier answers gave; executions whose names AWS made are numbered in the cases. */
function filled(value, answers, started) {
  if (typeof value === "string") return withNames(value, started);
  if (Array.isArray(value)) return value.map((item) => filled(item, answers, started));
  if (typeof value !== "object" || value === null) return value;
  if ("$ref" in value) return value.$ref.path.reduce((answer, step) => answer?.[step], answers[value.$ref.call]);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, answers, started)]));
}

/** Log groups were recorded under one name. */
function withNames(text, started) {
  return text
    .replace(/ExecArnPart_(\d+)idx/g, (name, n) => started[n] ?? name)
    .replace(/log-group:\/aws\/vendedlogs\/states\/[\w-]+/g, "log-group:log_group_name");
}

async function answered(stateMachines, operation, input) {
  const refused = refusedByClient(input);
  if (refused !== undefined) return refusal("ParamValidationError", `Parameter validation failed:\n${refused}`, undefined);
  try {
    return withLaterMembers({ ...(await stateMachines.api(operation, input)), ...OK });
  } catch (thrown) {
    if (thrown.code !== undefined) throw thrown;
    return refusal(thrown.name, thrown.message, operation);
  }
}

const TEXT = "valid types: <class 'str'>";
const LISTS = new Set(["tags", "tagKeys", "routingConfiguration"]);

/** What the client that recorded the cases refused to send. */
function refusedByClient(input, path = "") {
  const refusals = Object.entries(input).flatMap(([name, value]) => {
    const at = Array.isArray(input) ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`;
    if (value === null) {
      const types = LISTS.has(name) ? "valid types: <class 'list'>, <class 'tuple'>" : TEXT;
      return [`Invalid type for parameter ${at}, value: None, type: <class 'NoneType'>, ${types}`];
    }
    if (value === "" && (name === "name" || name === "nextToken"))
      return [`Invalid length for parameter ${at}, value: 0, valid min length: 1`];
    if (typeof value === "number" && value < 0) return [`Invalid value for parameter ${at}, value: ${value}, valid min value: 0`];
    return typeof value === "object" ? (refusedByClient(value, at) ?? []) : [];
  });
  return refusals.length === 0 ? undefined : refusals.flat().join("\n");
}

/** Members that AWS added while the cases were recorded: those of the older ones do not have them, and what cannot be listed is not missed. */
function withLaterMembers(answer) {
  const counts = [answer.itemCounts, answer.executionCounts].filter((counted) => counted !== undefined);
  for (const part of [answer, ...(answer.executions ?? []), ...counts]) {
    for (const name of ["encryptionConfiguration", "redriveCount", "failuresNotRedrivable", "pendingRedrive"])
      if (name in part && part.activityArn === undefined) Object.defineProperty(part, name, { enumerable: false });
  }
  return answer;
}

/** A refusal in every form in which they were recorded. */
function refusal(name, message, operation) {
  const title = operation && operation.charAt(0).toUpperCase() + operation.slice(1);
  const value = operation === undefined ? message : `An error occurred (${name}) when calling the ${title} operation: ${message}`;
  return Object.defineProperties(
    {},
    {
      Error: { value: { Code: name, Message: message } },
      message: { value: message },
      ResponseMetadata: { value: { HTTPHeaders: {}, HTTPStatusCode: 400 } },
      exception_typename: { value: name },
      exception_value: { value },
    },
  );
}

/** Some refusals were recorded as their text alone. */
function asRecorded(answer, key) {
  const text = answer.exception_value;
  const isText = text !== undefined && (/^Parameter validation failed:\nInvalid (?:type|value)/.test(text) || key === "conflict_exception");
  return isText ? text : answer;
}
