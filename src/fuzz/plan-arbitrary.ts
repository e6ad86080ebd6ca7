import fc from "fast-check";
import { statesOf } from "../asl/index.ts";
import type { Definition } from "../asl/model.ts";
import type { Duration } from "../base/duration.ts";
import { milliseconds } from "../base/duration.ts";
import type { BranchStep } from "../history/visit.ts";
import type { StateMachine } from "../simulator/state-machine.ts";
import type { FaultOptions } from "./fault-options.ts";
import { checkFaults } from "./fault-options.ts";
import type { Fault, FaultPlan, PlannedFault } from "./fault-plan.ts";
import { ShrinkingPlans } from "./plan-shrinking.ts";
import { causeOf, mayTakeEffect } from "./service-errors.ts";
import type { TaskSite } from "./task-sites.ts";
import { isTokenTask, taskSites } from "./task-sites.ts";

const LONGEST_LATENCY = "1m";
const MOST_FAULTS = 6;
const MOST_ITERATIONS = 3;
/** Of the attempts of a Task, a fault begins with one of so many. */
const LATEST_FIRST = 8;

/**
 * Plans of what goes wrong in an execution of a loaded machine: they shrink to no fault at all. {@link replay} runs one. Throws a
 * `UsageError` for faults that cannot be.
 *
 * @example
 * const machine = await loadStateMachine("order.asl.json");
 * const [plan] = fc.sample(faultPlan(machine, { latency: false }), 1);
 * expect(plan).toHaveProperty("faults");
 */
export function faultPlan(machine: StateMachine, options: FaultOptions = {}): fc.Arbitrary<FaultPlan> {
  const sites = taskSites(machine.definition);
  checkFaults(
    options,
    sites.map(({ name }) => name),
  );
  return new ShrinkingPlans(plansOf(machine.definition, sites, options));
}

function plansOf(definition: Definition, sites: readonly TaskSite[], options: FaultOptions): fc.Arbitrary<FaultPlan> {
  const planned = sites.flatMap((site) => plannedFaults(site, options));
  const faults = planned.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...planned), { maxLength: MOST_FAULTS });
  const order = options.interleaving !== false && runsSideBySide(definition) ? interleaving() : fc.constant([]);
  if (options.duplicates !== true) return fc.record({ faults, interleaving: order }, { noNullPrototype: true });
  const duplicate = latency({ max: options.latency === false ? 0 : options.latency?.max }).map((afterSeconds) => ({ afterSeconds }));
  return fc.record({ faults, interleaving: order, duplicate }, { requiredKeys: ["faults", "interleaving"], noNullPrototype: true });
}

/**
 * Durations in seconds, up to `max` (a minute), which shrink to none: for `after()` and the like.
 *
 * @example
 * await fc.assert(
 *   fc.asyncProperty(latency({ max: "5m" }), async (late) => {
 *     const mocks = { lambda: { ValidateOrder: after(late, fails("ValidationError")) }, sns: { publish: {} } };
 *     expect(await runStateMachine("order.asl.json", { input: { orderId: "o-1" }, mocks })).toEndInState("SendFailureNotification");
 *   }),
 * );
 */
export function latency(options: { readonly max?: Duration | undefined } = {}): fc.Arbitrary<number> {
  const max = Math.floor(milliseconds(options.max ?? LONGEST_LATENCY, "`max` of latency()") / 1_000);
  // Short ones coincide, which is when orders matter.
  return fc.oneof(fc.nat(Math.min(5, max)), fc.nat(max));
}

/**
 * Orders of what is due at the same instant, for `interleaving` of a {@link FaultPlan} or of an execution's `replay`; they shrink to the usual order.
 *
 * @example
 * const [order] = fc.sample(interleaving(), 1);
 * const execution = await replay("order.asl.json", { faults: [], interleaving: order }, {
 *   mocks: { lambda: { ValidateOrder: {}, ProcessPayment: { paymentStatus: "DECLINED" }, SendEmail: {} } },
 * });
 * expect(execution).toEndInState("SendPaymentFailed");
 */
export function interleaving(): fc.Arbitrary<readonly number[]> {
  return fc.array(fc.nat(5), { maxLength: 12 });
}

function runsSideBySide(definition: Definition): boolean {
  return [...statesOf(definition)].some(({ state: { Type } }) => Type === "Parallel" || Type === "Map");
}

function plannedFaults(site: TaskSite, options: FaultOptions): fc.Arbitrary<PlannedFault>[] {
  const faults = faultsOf(site, options);
  if (faults.length === 0) return [];
  const attempts = Array.from({ length: Math.min(site.attempts, LATEST_FIRST) }, (_, index) => index + 1);
  const planned = fc.tuple(
    branchOf(site),
    site.isRevisited ? fc.constantFrom(1, 2, 3) : fc.constant(1),
    fc.constantFrom(...attempts),
    site.attempts > 1 ? fc.constantFrom(1, site.attempts) : fc.constant(1),
    fc.oneof(...faults),
  );
  const { name: state, mapField } = site;
  const where = mapField === undefined ? { state } : { state, mapField };
  return [planned.map(([branch, visit, attempt, times, fault]) => ({ ...where, branch, visit, attempt, times, fault }))];
}

function branchOf({ around }: TaskSite): fc.Arbitrary<readonly BranchStep[]> {
  const indexes = around.map(({ index }) => (index === undefined ? fc.nat(MOST_ITERATIONS - 1) : fc.constant(index)));
  return fc.tuple(...indexes).map((chosen) => around.map(({ state }, place) => ({ state, index: chosen[place] ?? 0 })));
}

function faultsOf(site: TaskSite, { errors, latency: late, hangs }: FaultOptions): fc.WeightedArbitrary<Fault>[] {
  const names = errors !== undefined && Object.hasOwn(errors, site.name) ? (errors[site.name] ?? []) : site.errors;
  const delay = late === false ? fc.constant(0) : latency({ max: late?.max });
  const faults: fc.WeightedArbitrary<Fault>[] = [];
  // A timeout is met as it comes about, where the state has one.
  const raised = names.filter((name) => !(TIMEOUTS.has(name) && site.canHang));
  if (raised.length > 0) faults.push({ weight: 6, arbitrary: failing(site, raised, delay) });
  const timesOut = names === site.errors || names.some((name) => TIMEOUTS.has(name));
  if (late !== false) faults.push({ weight: 2, arbitrary: beingLate(site, timesOut, delay) });
  if (site.canHang && timesOut && (hangs ?? true)) faults.push({ weight: 1, arbitrary: fc.constant(silenceOf(site)) });
  if (site.isCalledBack) faults.push({ weight: 1, arbitrary: fc.constant({ kind: "callsBackTwice" }) });
  if (site.heartbeatSeconds !== undefined && timesOut)
    faults.push({ weight: 1, arbitrary: fc.constant({ kind: "losesHeartbeats", forMs: site.heartbeatSeconds * 1_000 }) });
  return faults;
}

const TIMEOUTS: ReadonlySet<string> = new Set(["States.Timeout", "States.HeartbeatTimeout"]);

function failing(site: TaskSite, errors: readonly string[], delay: fc.Arbitrary<number>): fc.Arbitrary<Fault> {
  const afterSeconds = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: delay });
  return fc
    .tuple(fc.constantFrom(...errors), fc.boolean(), afterSeconds)
    .map(([error, effect, seconds]) => failureOf(site, error, effect, seconds * 1_000));
}

/** What is no error of the service comes from whoever has the task's token, where one is awaited. */
function failureOf({ resource }: TaskSite, error: string, effect: boolean, afterMs: number): Fault {
  const cause = causeOf(resource, error);
  return isTokenTask(resource) && !error.includes(".")
    ? { kind: "failsBack", error, cause, afterMs }
    : { kind: "fails", error, cause, afterMs, effect: effect && mayTakeEffect(error) };
}

/** A service answers at once when it sends a token out: what is late is the callback. */
function beingLate({ resource, limitSeconds }: TaskSite, timesOut: boolean, delay: fc.Arbitrary<number>): fc.Arbitrary<Fault> {
  const kind = isTokenTask(resource) ? "callsBackLate" : "late";
  const tooLate = timesOut ? limitSeconds.map((limit) => fc.constant(limit)) : [];
  return fc.oneof(...tooLate, delay).map((seconds) => ({ kind, byMs: seconds * 1_000 + 1_000 }));
}

function silenceOf({ resource }: TaskSite): Fault {
  return { kind: isTokenTask(resource) ? "neverCallsBack" : "hangs" };
}
