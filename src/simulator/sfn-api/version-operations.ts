/** PublishStateMachineVersion, DeleteStateMachineVersion, ListStateMachineVersions. */

import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import { draw } from "../../kernel/random.ts";
import { machineArn } from "./arns.ts";
import { optionalText, textOf } from "./members.ts";
import type { Operations } from "./operation.ts";
import { pageOf } from "./pages.ts";
import type { Alias, RegisteredMachine, Version } from "./registered-machine.ts";
import type { StepFunctions } from "./step-functions.ts";

export const versionOperations: Operations = {
  publishStateMachineVersion,
  deleteStateMachineVersion,
  listStateMachineVersions: (api, input) => {
    const machine = api.machine(textOf(input, "stateMachineArn"));
    const { page, next } = pageOf([...machine.versions.values()].reverse(), input);
    return { stateMachineVersions: page.map(({ arn, at }) => ({ stateMachineVersionArn: arn, creationDate: new Date(at) })), ...next };
  },
};

function publishStateMachineVersion(api: StepFunctions, input: ApiMembers): ApiMembers {
  const machine = api.machine(textOf(input, "stateMachineArn"));
  const wanted = optionalText(input, "revisionId");
  const { id: present = "INITIAL" } = machine.revision;
  if (wanted !== undefined && wanted !== present) {
    throw new ApiException(
      "ConflictException",
      `Failed to publish the State Machine version for revision ${wanted}. The current State Machine revision is ${present}.`,
    );
  }
  const { arn, at } = machine.publish(api.now(), optionalText(input, "description"));
  return { stateMachineVersionArn: arn, creationDate: new Date(at) };
}

function deleteStateMachineVersion(api: StepFunctions, input: ApiMembers): ApiMembers {
  const text = textOf(input, "stateMachineVersionArn");
  const machine = api.machines.get(machineArn(text).name);
  const version = machine?.version(text);
  if (machine === undefined || version === undefined) return {};
  const aliases = [...machine.aliases.values()].filter(({ routes }) => routes.some((route) => route.stateMachineVersionArn === text));
  if (aliases.length > 0) {
    const names = aliases.map(({ name }) => name).join(", ");
    const message = `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names}]`;
    throw new ApiException("ConflictException", message);
  }
  machine.versions.delete(version.number);
  return {};
}

/** What a state machine's ARN leads to: the machine alone, a version of it, or the version that an alias picks. */
export interface Routed {
  readonly machine: RegisteredMachine;
  readonly version: Version | undefined;
  readonly alias: Alias | undefined;
}

/** Throws AWS's StateMachineDoesNotExist. */
export function routedVersion(api: StepFunctions, text: string): Routed {
  const { name, qualifier } = machineArn(text);
  const machine = api.machines.get(name);
  if (machine === undefined || !text.startsWith(machine.arn)) throw api.noMachine(text);
  if (qualifier === undefined) return { machine, version: undefined, alias: undefined };
  const alias = machine.aliases.get(qualifier);
  const version = alias === undefined ? machine.version(text) : picked(api, machine, alias);
  if (version === undefined) throw api.noMachine(text);
  return { machine, version, alias };
}

/** An alias of two versions picks one by weight, as chance has it. */
function picked(api: StepFunctions, machine: RegisteredMachine, { arn, routes }: Alias): Version | undefined {
  const [only, other] = routes;
  if (only === undefined || other === undefined) return only && machine.version(only.stateMachineVersionArn);
  const chance = 100 * draw(api.aws.seed, `route|${arn}|${api.count(`route|${arn}`)}`);
  return machine.version((chance < only.weight ? only : other).stateMachineVersionArn);
}
