import type { AwsReply, Sequel, SequelEnding } from "../aws/call.ts";
import { silence } from "../aws/sequel.ts";
import type { ExternalEffect } from "../kernel/effect.ts";
import type { Landed } from "../kernel/external.ts";
import { SILENCE } from "../kernel/external.ts";
import type { TaskCall } from "./task-call.ts";

/** Asks a mock that answers with the end of a job: its call is accepted at once, and what it takes to answer is how long the job runs. */
export function jobOf(call: TaskCall, isFailedJob: (error: string) => boolean): ExternalEffect {
  const started = (landed: Landed<AwsReply>): Landed<AwsReply> => jobStarted(landed, isFailedJob);
  return {
    kind: "external",
    label: () => call.label(),
    deadline: call.deadline,
    start: (handle) => {
      const landed = call.start(handle);
      return landed instanceof Promise ? landed.then(started) : started(landed);
    },
  };
}

function jobStarted(landed: Landed<AwsReply>, isFailedJob: (error: string) => boolean): Landed<AwsReply> {
  if (landed === SILENCE) return atOnce(silence("job"));
  const { value: reply, latencyMs } = landed;
  if (reply.kind === "sequel") return atOnce({ ...reply.sequel, afterMs: reply.sequel.afterMs + latencyMs });
  if (reply.kind === "ok") return atOnce(job(latencyMs, { kind: "success", output: reply.value }));
  return isFailedJob(reply.error) ? atOnce(job(latencyMs, { kind: "failure", error: reply.error, cause: reply.cause })) : landed;
}

function atOnce(sequel: Sequel): Landed<AwsReply> {
  return { value: { kind: "sequel", sequel }, latencyMs: 0 };
}

function job(afterMs: number, ending: SequelEnding): Sequel {
  return { by: "job", submitted: undefined, afterMs, everyMs: undefined, ending };
}
