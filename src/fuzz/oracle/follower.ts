import type { HistoryEvent } from "../../history/history-event.ts";
import { checkEnd } from "./end-rules.ts";
import type { Due, Visit } from "./line.ts";
import { Line } from "./line.ts";
import type { ChildExecution, EndedExecution, OracleLimits } from "./oracle.ts";
import type { GraphPlan, MachinePlan, StatePlan } from "./plan.ts";
import { RULES } from "./rules.ts";
import { seconds } from "./shown.ts";
import { mayFailSilently, mayTakeSilently } from "./silent-failure.ts";
import type { Rule, Violation } from "./violation.ts";

/** What a rule does about an event of the types it is for. */
export type EventRule = (run: Follower, event: HistoryEvent) => void;

/** Milliseconds: AWS does not say how it rounds the delay of a retry. */
const ROUNDING = 1;
const PAYLOAD_BYTES = 262_144;

/** Follows one execution, event by event, as a small machine that does what the States Language says. */
export class Follower {
  readonly plan: MachinePlan;
  readonly limits: OracleLimits;
  readonly execution: EndedExecution;
  readonly root: Line;
  /** The variables that were assigned so far; `undefined` where an execution may have begun with some. */
  readonly assigned: Set<string> | undefined;
  /** Virtual milliseconds of the first event and of the present one. */
  startedAt = 0;
  now = 0;
  /** What can be followed ends here: after a violation, or where only the future can tell. */
  isLost = false;
  readonly #violations: Violation[] = [];
  /** By event id, the line whose last event it is or was. */
  readonly #tails: (Line | undefined)[] = [];

  constructor(plan: MachinePlan, limits: OracleLimits, execution: EndedExecution, assigned?: Set<string>) {
    this.plan = plan;
    this.assigned = assigned;
    this.limits = limits;
    this.execution = execution;
    this.root = new Line(plan.root, 0, undefined);
  }

  follow(): readonly Violation[] {
    const { history } = this.execution;
    this.startedAt = this.now = history[0]?.timestamp.getTime() ?? 0;
    for (let index = 0; index < history.length; index++) this.#step(history[index] as HistoryEvent, index);
    checkEnd(this);
    return this.#violations;
  }

  #step(event: HistoryEvent, index: number): void {
    const at = event.timestamp.getTime();
    if (event.id !== index + 1) this.lose("ids", event, `Ids count events from 1 without gaps, but event ${index + 1} has id ${event.id}.`);
    if (event.previousEventId >= event.id) this.lose("links", event, `An event hangs on an earlier one, not on ${event.previousEventId}.`);
    if (at < this.now) this.lose("clock", event, `Time does not go back, but it did by ${seconds(this.now - at)}.`);
    this.now = at;
    if (this.isLost) return;
    const rule = RULES.get(event.type);
    if (rule === undefined) this.isLost = true;
    else rule(this, event);
  }

  report(rule: Rule, event: HistoryEvent, message: string, plan?: StatePlan): void {
    const state = plan && { name: plan.name, pointer: plan.pointer };
    this.#violations.push({ rule, event: event.id, ...(state !== undefined && { state }), message });
  }

  /** Checks a child of a distributed Map as what it is: an execution of its own, of the Map's item processor. */
  checkChild({ graphs }: StatePlan, child: ChildExecution): void {
    const machine: MachinePlan = { root: graphs[0] as GraphPlan, states: this.plan.states, timeoutSeconds: undefined };
    for (const violation of new Follower(machine, this.limits, child, new Set()).follow())
      this.#violations.push({ childExecution: child.executionArn, ...violation });
  }

  /** Reports what makes it impossible to go on. */
  lose(rule: Rule, event: HistoryEvent, message: string, plan?: StatePlan): undefined {
    if (!this.isLost) this.report(rule, event, message, plan);
    this.isLost = true;
  }

  /** The line whose last event this one hangs on. */
  lineBefore(event: HistoryEvent): Line | undefined {
    const { previousEventId, type } = event;
    const line = previousEventId === 0 ? this.root : this.#tails[previousEventId];
    if (line === undefined)
      return this.lose("links", event, `${type} hangs on event ${previousEventId}, which no line of states ends with.`);
    if (line.state !== "stopped") return line;
    const message = `A branch or iteration was stopped when another one failed, but ${type} goes on from its event ${previousEventId}.`;
    return this.lose("siblings", event, message, line.visit?.plan);
  }

  /** The line goes on with this event. */
  advance(line: Line, event: HistoryEvent): void {
    line.last = event.id;
    line.at = this.now;
    line.due = undefined;
    this.#tails[event.id] = line;
  }

  /** What hangs on this event belongs to the line, too. */
  adopt(line: Line, eventId: number, at: number = this.now): void {
    line.last = eventId;
    line.at = at;
    this.#tails[eventId] = line;
  }

  /** Something has to happen at this very instant. */
  demandNow(line: Line, why: string, rule: Rule = "clock", at: number = this.now): void {
    line.due = { least: at, most: at, rule, why };
  }

  /** The same, unless the state may fail without telling, and then waits to be retried. */
  demandUnlessRetried(line: Line, visit: Visit, why: string): void {
    if (visit.plan.retriers.length === 0 || !this.mayTakeSilently(visit)) this.demandNow(line, why);
  }

  /** Can the state fail here without an event that tells of it? */
  mayFailSilently(visit: Visit): boolean {
    return mayFailSilently(visit, this.#payloadBytes);
  }

  /** Can it fail so, and its own Retry or Catch take the failure? */
  mayTakeSilently(visit: Visit): boolean {
    return mayTakeSilently(visit, this.#payloadBytes);
  }

  get #payloadBytes(): number {
    return this.limits.payloadBytes ?? PAYLOAD_BYTES;
  }

  /** Checks that the line goes on when it has to. */
  checkDue(line: Line, event: HistoryEvent): void {
    const { due } = line;
    if (due === undefined) return;
    line.due = undefined;
    const rounding = due.rule === "delay" ? ROUNDING : 0;
    const early = due.least - this.now;
    const late = this.now - due.most;
    if (early > rounding) this.#reportDue(line, event, due, `${event.type} came ${seconds(early)} too early`);
    if (late > rounding) this.#reportDue(line, event, due, `${event.type} came ${seconds(late)} too late`);
  }

  /** Checks that nothing was due before what stops a line. */
  checkOverdue(line: Line, event: HistoryEvent, at: number = this.now): void {
    const { due } = line;
    const late = due === undefined ? 0 : at - due.most;
    if (due !== undefined && late > ROUNDING) this.#reportDue(line, event, due, `nothing had happened ${seconds(late)} later`);
  }

  #reportDue({ visit }: Line, event: HistoryEvent, { rule, why }: Due, how: string): void {
    this.report(rule, event, `${why}, but ${how}.`, visit?.plan);
  }
}
