/** CreateStateMachine, UpdateStateMachine, DeleteStateMachine, DescribeStateMachine, ListStateMachines, ValidateStateMachineDefinition. */

import { validationResult, variableReferences } from "../../asl/index.ts";
import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import type { Json } from "../../base/json.ts";
import { jsonEquals } from "../../base/json.ts";
import { demandName, machineArn } from "./arns.ts";
import { validationException } from "./constraints.ts";
import { acceptedDefinition, diagnosticsOf } from "./definitions.ts";
import { optionalText, presentMembers, textOf } from "./members.ts";
import type { Operations } from "./operation.ts";
import { pageOf } from "./pages.ts";
import type { Revision } from "./registered-machine.ts";
import { RegisteredMachine } from "./registered-machine.ts";
import type { StepFunctions } from "./step-functions.ts";
import { routedVersion } from "./version-operations.ts";

export const machineOperations: Operations = {
  createStateMachine,
  updateStateMachine,
  deleteStateMachine,
  describeStateMachine,
  listStateMachines: (api, input) => {
    const { page, next } = pageOf([...api.machines.values()], input);
    const stateMachines = page.map(({ arn, name, type, createdAt }) => ({
      stateMachineArn: arn,
      name,
      type,
      creationDate: new Date(createdAt),
    }));
    return { stateMachines, ...next };
  },
  validateStateMachineDefinition: (_api, input) => {
    const diagnostics = diagnosticsOf(textOf(input, "definition"), typeOf(input));
    const { severity, maxResults } = input as { severity?: "ERROR" | "WARNING"; maxResults?: number };
    return { ...validationResult(diagnostics, presentMembers({ severity, maxResults })) };
  },
};

function createStateMachine(api: StepFunctions, input: ApiMembers): ApiMembers {
  const name = textOf(input, "name");
  demandName(name);
  demandPublish(input);
  const made = revisionOf(api, input, typeOf(input), name, undefined);
  const known = api.machines.get(name);
  if (known !== undefined) demandSame(known, typeOf(input), made);
  const machine = known ?? new RegisteredMachine(name, api.arn("stateMachine", name), typeOf(input), made);
  if (known === undefined) api.register(machine, input["tags"]);
  const version = input["publish"] === true ? machine.publish(api.now(), optionalText(input, "versionDescription")) : undefined;
  return {
    stateMachineArn: machine.arn,
    creationDate: new Date(machine.createdAt),
    ...presentMembers({ stateMachineVersionArn: version?.arn }),
  };
}

/** CreateStateMachine is idempotent: what has the same name must be the same, role and tags aside. */
function demandSame({ type, revision, arn }: RegisteredMachine, wanted: string, made: Revision): void {
  const isSame = type === wanted && revision.text === made.text && settingsOf(revision).every((one, i) => equal(one, settingsOf(made)[i]));
  if (!isSame) throw new ApiException("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);
}

function updateStateMachine(api: StepFunctions, input: ApiMembers): ApiMembers {
  const machine = unqualified(api, textOf(input, "stateMachineArn"));
  if (!CHANGES.some((member) => input[member] !== undefined)) throw new ApiException("MissingRequiredParameter", NOTHING_TO_UPDATE);
  demandPublish(input);
  const made = revisionOf(api, input, machine.type, machine.name, machine.revision);
  if (!isUnchanged(machine.revision, made)) machine.revision = { ...made, id: api.uuid("revision") };
  const version = input["publish"] === true ? machine.publish(api.now(), optionalText(input, "versionDescription")) : undefined;
  return {
    updateDate: api.date(),
    ...presentMembers({ revisionId: machine.revision.id, stateMachineVersionArn: version?.arn }),
  };
}

const CHANGES = ["definition", "roleArn", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration"];
const NOTHING_TO_UPDATE = "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified";

function isUnchanged(one: Revision, other: Revision): boolean {
  const [left, right] = [settingsOf(one), settingsOf(other)];
  return one.text === other.text && one.roleArn === other.roleArn && left.every((value, i) => equal(value, right[i]));
}

function settingsOf({ logging, tracing, encryption }: Revision): readonly ApiMembers[] {
  return [logging, tracing, encryption];
}

function equal(one: ApiMembers, other: ApiMembers | undefined): boolean {
  return jsonEquals(one as Json, (other ?? {}) as Json);
}

/** The machine as a request wants it; what is not mentioned stays as it was. */
function revisionOf(
  api: StepFunctions,
  input: ApiMembers,
  type: "STANDARD" | "EXPRESS",
  name: string,
  before: Revision | undefined,
): Revision {
  const definition = optionalText(input, "definition");
  const logging = (input["loggingConfiguration"] as Revision["logging"] | undefined) ?? before?.logging;
  demandLogDestination(logging);
  return {
    id: undefined,
    text: definition ?? before?.text ?? "",
    accepted: definition === undefined && before !== undefined ? before.accepted : acceptedDefinition(definition ?? "", type, name),
    roleArn: optionalText(input, "roleArn") ?? before?.roleArn ?? "",
    logging: { level: "OFF", includeExecutionData: false, ...logging },
    tracing: (input["tracingConfiguration"] as ApiMembers | undefined) ?? before?.tracing ?? { enabled: false },
    encryption: (input["encryptionConfiguration"] as ApiMembers | undefined) ?? before?.encryption ?? { type: "AWS_OWNED_KEY" },
    at: api.now(),
  };
}

function demandLogDestination(logging: ApiMembers | undefined): void {
  const { level = "OFF", destinations = [] } = (logging ?? {}) as { level?: string; destinations?: readonly unknown[] };
  if (destinations.length === 1 || (level === "OFF" && destinations.length === 0)) return;
  const message = "Invalid Logging Configuration: Must specify exactly one Log Destination.";
  throw new ApiException("InvalidLoggingConfiguration", message);
}

function demandPublish({ publish, versionDescription }: ApiMembers): void {
  if (versionDescription === undefined || publish === true) return;
  throw validationException("Version description can only be set when publish is true");
}

function deleteStateMachine(api: StepFunctions, input: ApiMembers): ApiMembers {
  const machine = api.machines.get(machineArn(textOf(input, "stateMachineArn")).name);
  if (machine !== undefined) api.remove(machine);
  return {};
}

function describeStateMachine(api: StepFunctions, input: ApiMembers): ApiMembers {
  const arn = textOf(input, "stateMachineArn");
  const { machine, version } = routedVersion(api, arn);
  const revision = version?.revision ?? machine.revision;
  return {
    stateMachineArn: version?.arn ?? machine.arn,
    name: machine.name,
    status: machine.isDeleting ? "DELETING" : "ACTIVE",
    definition: revision.text,
    roleArn: revision.roleArn,
    type: machine.type,
    creationDate: new Date(version?.at ?? machine.createdAt),
    ...settingsTold(revision),
    ...presentMembers({ description: version?.description }),
  };
}

/** What DescribeStateMachine and DescribeStateMachineForExecution tell alike. */
export function settingsTold({ id, logging, tracing, encryption, accepted }: Revision): ApiMembers {
  const references = variableReferences(accepted.definition);
  return {
    loggingConfiguration: logging,
    tracingConfiguration: tracing,
    encryptionConfiguration: encryption,
    ...presentMembers({ revisionId: id, variableReferences: Object.keys(references).length === 0 ? undefined : references }),
  };
}

function unqualified(api: StepFunctions, text: string): RegisteredMachine {
  const machine = machineArn(text).qualifier === undefined ? api.machines.get(machineArn(text).name) : undefined;
  if (machine === undefined) throw api.noMachine(text);
  return machine;
}

function typeOf({ type }: ApiMembers): "STANDARD" | "EXPRESS" {
  return type === "EXPRESS" ? "EXPRESS" : "STANDARD";
}
