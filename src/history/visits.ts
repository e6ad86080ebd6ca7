import type { Json } from "../base/json.ts";
import { errorDetails } from "../base/states-failure.ts";
import type { EventRow } from "./chunk.ts";
import type { Decision, Stages } from "./decision.ts";
import { exitOutput } from "./events.ts";
import type { Journal, PlacedDecision } from "./journal.ts";
import type { Line } from "./line.ts";
import type { Lines } from "./lines.ts";
import type { StateRef } from "./state-ref.ts";
import type { Attempt, Caught, Retry, Visit, VisitStatus } from "./visit.ts";

/** Every entry of a state, in order, made from the events and decisions of a journal. */
export function visitsOf(journal: Journal, over: boolean): readonly Visit[] {
  const builder = new VisitsBuilder(journal.lines);
  const decisions = journal.decisions[Symbol.iterator]();
  let decision = decisions.next();
  for (const record of journal.events) {
    for (; !decision.done && decision.value.after < record.id; decision = decisions.next()) builder.decided(decision.value);
    builder.recorded(record);
  }
  for (; !decision.done; decision = decisions.next()) builder.decided(decision.value);
  return builder.visits.map((visit) => visit.finish(over));
}

class VisitsBuilder {
  readonly visits: OpenVisit[] = [];
  readonly #lines: Lines;
  /** The latest visit of each line. */
  readonly #latest = new Map<number, OpenVisit>();

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  recorded(record: EventRow): void {
    if (record.state === undefined) return;
    const { type } = record;
    if (type.endsWith("StateEntered")) this.#open(record, record.state);
    else if (type.endsWith("StateExited")) this.#latest.get(record.line)?.exit(record.at, exitOutput(record.data));
    else if (type.endsWith("StateAborted")) this.#latest.get(record.line)?.abort(record.at);
  }

  decided({ line, at, decision }: PlacedDecision): void {
    this.#latest.get(line.number)?.decide(decision, at);
  }

  #open(record: EventRow, state: StateRef): void {
    const previous = this.#latest.get(record.line);
    if (previous !== undefined) previous.next = state.name;
    const visit = new OpenVisit(state, this.#lines.get(record.line), record);
    this.#latest.set(record.line, visit);
    this.visits.push(visit);
  }
}

type OpenAttempt = { -readonly [K in keyof Attempt]: Attempt[K] };

/** A visit while the journal is read. */
class OpenVisit {
  next: string | undefined;
  readonly #state: StateRef;
  readonly #line: Line;
  readonly #entered: EventRow;
  readonly #attempts: OpenAttempt[];
  readonly #retries: Retry[] = [];
  #caught: Caught | undefined;
  #rule: number | "default" | undefined;
  #exit: { readonly at: number; readonly output: Json } | undefined;
  #status: VisitStatus | undefined;
  #stages: Stages | undefined;

  constructor(state: StateRef, line: Line, entered: EventRow) {
    this.#state = state;
    this.#line = line;
    this.#entered = entered;
    this.#attempts = [{ attempt: 1, startedAt: new Date(entered.at) }];
  }

  exit(at: number, output: Json): void {
    this.#exit = { at, output };
    this.#status = this.#caught === undefined ? "SUCCEEDED" : "CAUGHT_ERROR";
    this.#endAttempt(at);
  }

  abort(at: number): void {
    if (this.#status !== undefined) return;
    this.#status = "ABORTED";
    this.#endAttempt(at);
  }

  decide(decision: Decision, at: number): void {
    switch (decision.kind) {
      case "choice":
        this.#rule = decision.rule;
        return;
      case "stages":
        this.#stages = decision.stages;
        return;
      case "attempt":
        this.#status = undefined;
        this.#attempts.push({ attempt: this.#attempts.length + 1, startedAt: new Date(at) });
        return;
      case "retry":
        this.#retries.push({
          retrier: decision.retrier,
          attempt: decision.attempt,
          delaySeconds: decision.delaySeconds,
          ...errorDetails(decision),
        });
        return this.#endAttempt(at, errorDetails(decision));
      case "catch":
        this.#caught = { catcher: decision.catcher, next: decision.next, ...errorDetails(decision) };
        return this.#endAttempt(at, errorDetails(decision));
      case "fail":
        this.#status = "FAILED";
        return this.#endAttempt(at, errorDetails(decision));
    }
  }

  #endAttempt(at: number, error?: Pick<Attempt, "error" | "cause">): void {
    const last = this.#attempts.at(-1);
    if (last !== undefined && last.endedAt === undefined) Object.assign(last, { endedAt: new Date(at), ...error });
  }

  finish(over: boolean): Visit {
    const status = this.#status ?? (over ? "ABORTED" : undefined);
    return Object.freeze({
      state: this.#state.name,
      type: this.#state.type,
      pointer: this.#state.pointer,
      branch: this.#line.ownBranch,
      enteredAt: new Date(this.#entered.at),
      ...(this.#exit !== undefined && { exitedAt: new Date(this.#exit.at) }),
      input: this.#entered.data,
      ...(this.#exit !== undefined && { output: this.#exit.output }),
      attempts: this.#attempts,
      retries: this.#retries,
      ...(this.#caught !== undefined && { caught: this.#caught }),
      ...(this.#rule !== undefined && { rule: this.#rule }),
      ...(this.next !== undefined && { next: this.next }),
      ...(this.#stages !== undefined && { stages: this.#stages }),
      ...(status !== undefined && { status }),
    });
  }
}
