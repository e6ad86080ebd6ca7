/** ListExecutions: of a state machine, or of a Map Run. */

import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import type { ExecutionRun } from "../execution-run.ts";
import { isPendingRedrive, mapRunOf } from "../map-run/map-run-child.ts";
import { validationException } from "./constraints.ts";
import { describedRun } from "./describe-execution.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import { optionalText, presentMembers } from "./members.ts";
import { pageOf } from "./pages.ts";
import { typeNotSupported } from "./start-operations.ts";
import type { StepFunctions } from "./step-functions.ts";
import { routedVersion } from "./version-operations.ts";

/** The latest first. */
export function listExecutions(api: StepFunctions, input: ApiMembers): ApiMembers {
  const machineArn = optionalText(input, "stateMachineArn");
  const mapRunArn = optionalText(input, "mapRunArn");
  if (machineArn !== undefined && mapRunArn !== undefined)
    throw validationException("Cannot provide both a State Machine ARN and a Map Run ARN");
  if (mapRunArn !== undefined) return listChildren(api, mapRunArn, input);
  if (machineArn !== undefined) return listOfMachine(api, machineArn, input);
  throw validationException("Must provide a State Machine ARN or a Map Run ARN");
}

function listOfMachine(api: StepFunctions, text: string, input: ApiMembers): ApiMembers {
  const { machine, version, alias } = routedVersion(api, text);
  if (machine.type === "EXPRESS") throw typeNotSupported();
  if (input["statusFilter"] === "PENDING_REDRIVE") throw validationException("PENDING_REDRIVE statusFilter requires a Map Run ARN");
  const isOf = ({ versionArn, aliasArn }: ExecutionRecord): boolean =>
    version === undefined || (alias === undefined ? versionArn === version.arn : aliasArn === alias.arn);
  const wanted = api.executionsOf(machine.arn).filter((record) => isOf(record) && passes(record.run, input));
  const { page, next } = pageOf(wanted.reverse(), input);
  return { executions: page.map(listed), ...next };
}

function listChildren(api: StepFunctions, text: string, input: ApiMembers): ApiMembers {
  const mapRun = api.mapRuns.mapRun(text);
  const wanted = mapRun.children.filter((child) => passes(child, input));
  const { page, next } = pageOf(wanted.reverse(), input);
  const records = page.map((child) => api.mapRuns.recordOf(child)).filter((record) => record !== undefined);
  return { executions: records.map(listed), ...next };
}

function passes(run: ExecutionRun, { statusFilter, redriveFilter }: ApiMembers): boolean {
  const status = isPendingRedrive(run) ? "PENDING_REDRIVE" : run.status;
  const isRedriven = run.redrives.length > 0;
  return (
    (statusFilter === undefined || status === statusFilter) &&
    (redriveFilter === undefined || isRedriven === (redriveFilter === "REDRIVEN"))
  );
}

function listed(record: ExecutionRecord): ApiMembers {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, mapRunArn, ...rest } = describedRun(record);
  const { redriveCount, redriveDate, stateMachineVersionArn, stateMachineAliasArn } = rest;
  const itemCount = mapRunOf(record.run)?.itemCountOf(record.run);
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate,
    ...presentMembers({ stopDate, mapRunArn, itemCount, redriveCount, redriveDate, stateMachineVersionArn, stateMachineAliasArn }),
  };
}
