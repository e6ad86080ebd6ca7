import type { TaskState } from "../../asl/model.ts";
import type { HistoryEvent } from "../../history/history-event.ts";

/** Whom a Task waits for: the service that answers, a job, whoever has its token, or a worker. */
export type WaitsFor = "answer" | "job" | "token" | "worker";

/** What a `…Scheduled` event tells of limits. */
interface Limits {
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

/** One attempt of a Task, from its `…Scheduled` event to the one that ends it. Times are virtual milliseconds. */
export class Attempt {
  readonly waitsFor: WaitsFor;
  readonly scheduledAt: number;
  /** As the definition says; where it reads them, as was recorded. */
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** When a worker took it, or the call was made. */
  startedAt: number | undefined;
  /** Has the service answered the call of a Task that goes on waiting? */
  isSubmitted = false;

  constructor({ Resource, TimeoutSeconds, HeartbeatSeconds }: TaskState, event: HistoryEvent, scheduledAt: number) {
    const told = limitsTold(event);
    this.waitsFor = waitsFor(Resource);
    this.scheduledAt = scheduledAt;
    this.timeoutSeconds = typeof TimeoutSeconds === "number" ? TimeoutSeconds : told?.timeoutInSeconds;
    this.heartbeatSeconds = typeof HeartbeatSeconds === "number" ? HeartbeatSeconds : told?.heartbeatInSeconds;
  }

  /** Can somebody send heartbeats by now: a worker who took it, or whoever was sent the token? */
  get mayBeat(): boolean {
    return this.waitsFor === "token" ? this.isSubmitted : this.waitsFor === "worker" && this.startedAt !== undefined;
  }

  /** The event that is missing before it can end with an answer. */
  get missing(): "TaskSubmitted" | "ActivityStarted" | undefined {
    if (this.waitsFor === "worker") return this.startedAt === undefined ? "ActivityStarted" : undefined;
    return this.waitsFor === "answer" || this.isSubmitted ? undefined : "TaskSubmitted";
  }

  /** When it is over at the latest; heartbeats put off their own deadline only. */
  get endsBy(): number | undefined {
    const limits = [this.timeoutSeconds, this.mayBeat || this.waitsFor === "worker" ? undefined : this.heartbeatSeconds];
    const seconds = Math.min(...limits.map((limit) => limit ?? Number.POSITIVE_INFINITY));
    return seconds === Number.POSITIVE_INFINITY ? undefined : this.scheduledAt + seconds * 1_000;
  }

  /** Which limit can be over at this instant, if any: each heartbeat begins its time anew, and none is recorded. */
  overAt(now: number): "timeout" | "heartbeat" | undefined {
    const { scheduledAt, timeoutSeconds, heartbeatSeconds } = this;
    if (timeoutSeconds !== undefined && now === scheduledAt + timeoutSeconds * 1_000) return "timeout";
    const counted = this.waitsFor === "worker" ? this.startedAt : scheduledAt;
    if (heartbeatSeconds === undefined || counted === undefined) return undefined;
    const missed = counted + heartbeatSeconds * 1_000;
    return (this.mayBeat ? now >= missed : now === missed) ? "heartbeat" : undefined;
  }
}

/** What the event tells; a function's tells of no heartbeats. */
export function limitsTold(event: HistoryEvent): Limits | undefined {
  return event.taskScheduledEventDetails ?? event.activityScheduledEventDetails ?? event.lambdaFunctionScheduledEventDetails;
}

function waitsFor(resource: string): WaitsFor {
  if (resource.endsWith(".waitForTaskToken")) return "token";
  if (resource.endsWith(".sync") || resource.endsWith(".sync:2")) return "job";
  return resource.includes(":activity:") ? "worker" : "answer";
}
