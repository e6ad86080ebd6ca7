/** DescribeStateMachineForExecution: the machine as it was when an execution started; of a child of a Map Run, its item processor. */

import type { Definition, ItemProcessor, MapState } from "../../asl/index.ts";
import { statesOf } from "../../asl/index.ts";
import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import type { MapRun } from "../map-run/map-run.ts";
import { mapRunOf } from "../map-run/map-run-child.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import { settingsTold } from "./machine-operations.ts";
import type { Revision } from "./registered-machine.ts";

export function machineOfExecution({ run, revision }: ExecutionRecord): ApiMembers {
  const { stateMachineArn } = run.facts;
  const mapRun = mapRunOf(run);
  const machine = mapRun === undefined ? revision : processorOf(mapRun, revision);
  return {
    stateMachineArn,
    name: stateMachineArn.split(":").at(-1),
    definition: machine.text,
    roleArn: machine.roleArn,
    updateDate: new Date(machine.at),
    ...settingsTold(machine),
    ...(mapRun !== undefined && { mapRunArn: mapRun.arn, label: mapRun.names.label }),
  };
}

/** What a child execution runs is told as a machine of its own. */
function processorOf({ place }: MapRun, revision: Revision): Revision {
  const { definition } = revision.accepted;
  const map = [...statesOf(definition)].find(({ pointer }) => pointer === place.state.pointer)?.state as MapState;
  const processor = (map.ItemProcessor ?? map.Iterator) as ItemProcessor;
  const { QueryLanguage } = definition;
  const machine: Definition = QueryLanguage === undefined ? processor : { QueryLanguage, ...processor };
  return { ...revision, text: JSON.stringify(processor), accepted: { ...revision.accepted, definition: machine } };
}
