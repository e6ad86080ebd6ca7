/** ARNs of Step Functions, and how AWS refuses those that are none. */

import { ApiException } from "../../aws/stand-ins/stand-in.ts";

/** A state machine's ARN, with the version or alias behind it, if any. */
export interface MachineArn {
  readonly name: string;
  /** Without version or alias. */
  readonly arn: string;
  readonly qualifier: string | undefined;
}

/** Reads a state machine's, a version's or an alias's ARN. Throws AWS's InvalidArn. */
export function machineArn(text: string): MachineArn {
  const [name = "", qualifier] = resourceOf(text, ["stateMachine"]);
  const arn = qualifier === undefined ? text : text.slice(0, -qualifier.length - 1);
  return { name, arn, qualifier };
}

/** Throws AWS's InvalidArn for what is no Standard execution's ARN. */
export function demandExecutionArn(text: string): void {
  resourceOf(text, ["execution"]);
}

/** The same for DescribeExecution, which knows Express executions, too, when a Map Run started them. */
export function demandDescribedArn(text: string): void {
  resourceOf(text, text.includes("/") ? ["execution", "express"] : ["execution"]);
}

/** Throws AWS's InvalidArn for what is no Map Run's ARN. */
export function demandMapRunArn(text: string): void {
  resourceOf(text, ["mapRun"]);
}

/** The name in an activity's ARN. Throws AWS's InvalidArn. */
export function activityName(text: string): string {
  return resourceOf(text, ["activity"])[0] ?? "";
}

/** Throws AWS's InvalidArn for what is neither a state machine's nor an activity's ARN. */
export function demandTaggableArn(text: string): void {
  resourceOf(text, ["stateMachine", "activity"]);
}

/** What follows the kind of resource in an ARN of one of these kinds. */
function resourceOf(text: string, kinds: readonly string[]): readonly string[] {
  if (!text.startsWith("arn:")) throw invalidArn(`Invalid ARN prefix: ${text}`);
  const [, , service, , , kind = "", ...rest] = text.split(":");
  if (service !== "states") throw invalidArn(`Service not valid in this context: ${service ?? ""}`);
  if (!kinds.includes(kind)) throw invalidArn(`Resource type not valid in this context: ${kind}`);
  if (rest.length === 0 || rest[0] === "") throw invalidArn(`Resource name is missing: ${text}`);
  return rest;
}

function invalidArn(reason: string): ApiException {
  return new ApiException("InvalidArn", `Invalid Arn: '${reason}'`);
}

const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\ufffe\uffff]+$/u;

/** Throws AWS's InvalidName for a name of a machine, an activity or an execution that cannot be. */
export function demandName(name: string): void {
  if (!NAME.test(name)) throw new ApiException("InvalidName", `Invalid Name: '${name}'`);
}
