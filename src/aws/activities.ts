import type { Json } from "../base/json.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { Signal } from "../kernel/signal.ts";

/** What GetActivityTask gives a worker. */
export interface ActivityTask {
  readonly token: string;
  readonly input: Json;
  readonly state: string;
}

/** A task that waits for a worker, and is told who took it: `undefined` for one without a name. */
export class ScheduledActivity {
  readonly task: ActivityTask;
  readonly taken: Signal<string | undefined>;

  constructor(task: ActivityTask, arn: string) {
    this.task = task;
    this.taken = new Signal(() => `"${task.state}" waits for a worker of the activity ${arn}`);
  }
}

/** A worker whose poll waits for a task; called once. */
export type WaitingPoll = (task: ActivityTask) => void;

interface Queue {
  readonly tasks: ScheduledActivity[];
  readonly polls: { readonly workerName: string | undefined; readonly deliver: WaitingPoll }[];
}

/** The activities of a world. They need not be created: one that nobody deleted is there. */
export class Activities {
  readonly #kernel: Kernel;
  readonly #queues = new Map<string, Queue>();
  readonly #deleted = new Set<string>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** CreateActivity: after a DeleteActivity it is there again. */
  create(arn: string): void {
    this.#deleted.delete(arn);
  }

  /** DeleteActivity: tasks that are scheduled from now on fail, and polls find nothing. */
  delete(arn: string): void {
    this.#deleted.add(arn);
  }

  exists(arn: string): boolean {
    return !this.#deleted.has(arn);
  }

  /** Gives a task to the worker that has waited longest, or else queues it. */
  schedule(arn: string, scheduled: ScheduledActivity): void {
    const { tasks, polls } = this.#queue(arn);
    const poll = polls.shift();
    if (poll === undefined) tasks.push(scheduled);
    else poll.deliver(this.#handOver(scheduled, poll.workerName));
  }

  /** Nobody will get this task any more: its attempt is over. */
  withdraw(arn: string, scheduled: ScheduledActivity): void {
    remove(this.#queue(arn).tasks, scheduled);
  }

  /** GetActivityTask without its wait: the oldest task that no worker has taken. */
  poll(arn: string, workerName?: string): ActivityTask | undefined {
    const scheduled = this.#queue(arn).tasks.shift();
    return scheduled && this.#handOver(scheduled, workerName);
  }

  /** GetActivityTask: `deliver` gets the next task, at once or when there is one. Answers how to give up waiting (AWS does after 60 s). */
  awaitTask(arn: string, workerName: string | undefined, deliver: WaitingPoll): () => void {
    const task = this.poll(arn, workerName);
    const { polls } = this.#queue(arn);
    const waiting = { workerName, deliver };
    if (task === undefined) polls.push(waiting);
    else deliver(task);
    return () => remove(polls, waiting);
  }

  #handOver({ task, taken }: ScheduledActivity, workerName: string | undefined): ActivityTask {
    this.#kernel.signal(taken, workerName);
    return task;
  }

  #queue(arn: string): Queue {
    const known = this.#queues.get(arn);
    if (known !== undefined) return known;
    const made: Queue = { tasks: [], polls: [] };
    this.#queues.set(arn, made);
    return made;
  }
}

function remove<T>(items: T[], item: T): void {
  const place = items.indexOf(item);
  if (place >= 0) items.splice(place, 1);
}
