/** The Step Functions API's own checks of a request's members, with the words AWS refuses them in. */

import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";

/** Says what a value of a member must do that it does not; `undefined` where it does. */
type Constraint = (value: unknown) => string | undefined;

const textAs = (holds: (text: string) => boolean, demand: string): Constraint => {
  return (value) => (typeof value !== "string" || holds(value) ? undefined : demand);
};
const longest = (most: number): Constraint =>
  textAs((text) => text.length <= most, `Member must have length less than or equal to ${most}`);
const shortest = (least: number): Constraint =>
  textAs((text) => text.length >= least, `Member must have length greater than or equal to ${least}`);
const pattern = (source: string): Constraint =>
  textAs((text) => new RegExp(source).test(text), `Member must satisfy regular expression pattern: ${source}`);
const oneOf = (...names: readonly string[]): Constraint =>
  textAs((text) => names.includes(text), `Member must satisfy enum value set: [${names.join(", ")}]`);
const numberAs = (holds: (value: number) => boolean, demand: string): Constraint => {
  return (value) => (typeof value !== "number" || holds(value) ? undefined : demand);
};
const required: Constraint = (value) => (value === undefined || value === null ? "Member must not be null" : undefined);

const text = (least: number, most: number): readonly Constraint[] => [shortest(least), longest(most)];
const arn: readonly Constraint[] = [required, ...text(1, 256)];
const longArn: readonly Constraint[] = [required, ...text(1, 2_000)];
const name: readonly Constraint[] = [required, ...text(1, 80)];
const notNegative: Constraint = numberAs((value) => value >= 0, "Member must have value greater than or equal to 0");
const upTo = (most: number): readonly Constraint[] => [
  numberAs((value) => value <= most, `Member must have value less than or equal to ${most}`),
  notNegative,
];
const page = { maxResults: upTo(1_000), nextToken: text(1, 1_024) };
const machineTypes = oneOf("STANDARD", "EXPRESS");
const logLevel: readonly Constraint[] = [oneOf("ALL", "ERROR", "FATAL", "OFF")];
const error = { error: text(0, 256), cause: text(0, 32_768) };
const started = { stateMachineArn: arn, name: text(1, 80), input: text(0, 262_144), traceHeader: text(0, 256) };
const aliasName = pattern("^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$");

/** Members within members stand behind a dot. */
type MemberConstraints = { readonly [member: string]: readonly Constraint[] };

const CONSTRAINTS: { readonly [operation: string]: MemberConstraints } = {
  createActivity: { name },
  createStateMachine: {
    name,
    definition: [required, ...text(1, 1_048_576)],
    roleArn: arn,
    type: [machineTypes],
    "loggingConfiguration.level": logLevel,
    versionDescription: text(0, 256),
  },
  createStateMachineAlias: { name: [...name, aliasName], description: text(0, 256), routingConfiguration: [required] },
  deleteActivity: { activityArn: arn },
  deleteStateMachine: { stateMachineArn: arn },
  deleteStateMachineAlias: { stateMachineAliasArn: arn },
  deleteStateMachineVersion: { stateMachineVersionArn: longArn },
  describeActivity: { activityArn: arn },
  describeExecution: { executionArn: arn, includedData: [oneOf("ALL_DATA", "METADATA_ONLY")] },
  describeMapRun: { mapRunArn: longArn },
  describeStateMachine: { stateMachineArn: arn, includedData: [oneOf("ALL_DATA", "METADATA_ONLY")] },
  describeStateMachineAlias: { stateMachineAliasArn: arn },
  describeStateMachineForExecution: { executionArn: arn, includedData: [oneOf("ALL_DATA", "METADATA_ONLY")] },
  getActivityTask: { activityArn: arn, workerName: text(1, 80) },
  getExecutionHistory: { executionArn: arn, ...page },
  listActivities: page,
  listExecutions: {
    stateMachineArn: text(1, 256),
    mapRunArn: text(1, 2_000),
    maxResults: upTo(1_000),
    nextToken: text(1, 3_096),
    statusFilter: [oneOf("SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING")],
    redriveFilter: [oneOf("REDRIVEN", "NOT_REDRIVEN")],
  },
  listMapRuns: { executionArn: arn, ...page },
  listStateMachineAliases: { stateMachineArn: arn, ...page },
  listStateMachineVersions: { stateMachineArn: arn, ...page },
  listStateMachines: page,
  listTagsForResource: { resourceArn: arn },
  publishStateMachineVersion: { stateMachineArn: arn, description: text(0, 256) },
  redriveExecution: { executionArn: arn, clientToken: text(1, 64) },
  sendTaskFailure: { taskToken: [required, ...text(1, 2_048)], ...error },
  sendTaskHeartbeat: { taskToken: [required, ...text(1, 2_048)] },
  sendTaskSuccess: { taskToken: [required, ...text(1, 2_048)], output: [required, ...text(0, 262_144)] },
  startExecution: started,
  startSyncExecution: started,
  stopExecution: { executionArn: arn, ...error },
  tagResource: { resourceArn: arn, tags: [required] },
  untagResource: { resourceArn: arn, tagKeys: [required] },
  updateMapRun: {
    mapRunArn: longArn,
    maxConcurrency: [notNegative],
    toleratedFailurePercentage: upTo(100),
    toleratedFailureCount: [notNegative],
  },
  updateStateMachine: {
    stateMachineArn: arn,
    definition: text(1, 1_048_576),
    roleArn: text(1, 256),
    "loggingConfiguration.level": logLevel,
    versionDescription: text(0, 256),
  },
  updateStateMachineAlias: { stateMachineAliasArn: arn, description: text(0, 256) },
  validateStateMachineDefinition: {
    definition: [required, ...text(1, 1_048_576)],
    type: [machineTypes],
    severity: [oneOf("ERROR", "WARNING")],
    maxResults: upTo(100),
  },
};

/** Throws AWS's ValidationException for the members of a request that cannot be. */
export function checkMembers(operation: string, input: ApiMembers): void {
  const constraints = CONSTRAINTS[operation] ?? {};
  const broken = Object.entries(constraints).flatMap(([member, rules]) => brokenRules(member, memberAt(input, member), rules));
  if (broken.length === 0) return;
  const count = broken.length === 1 ? "1 validation error" : `${broken.length} validation errors`;
  throw validationException(`${count} detected: ${broken.join("; ")}`);
}

function memberAt(input: ApiMembers, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => (value as ApiMembers | undefined)?.[name], input);
}

function brokenRules(member: string, value: unknown, rules: readonly Constraint[]): readonly string[] {
  const shown = value === undefined || value === null ? "null" : `'${String(value)}'`;
  return rules
    .map((rule) => rule(value))
    .filter((demand) => demand !== undefined)
    .map((demand) => `Value ${shown} at '${member}' failed to satisfy constraint: ${demand}`);
}

export function validationException(message: string): ApiException {
  return new ApiException("ValidationException", message);
}
