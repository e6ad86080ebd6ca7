import type { AwsCall, AwsReply, Sequel } from "../aws/call.ts";
import type { FaultInjector } from "../aws/fault-injector.ts";
import type { WorldState } from "../aws/mock-aws.ts";
import type { MockSlot } from "../aws/mocks.ts";
import type { TokenRefusal } from "../aws/tokens.ts";
import type { ExternalHandle, Landed } from "../kernel/external.ts";
import { SILENCE } from "../kernel/external.ts";
import type { Fault, PlannedFault, TokenFault } from "./fault-plan.ts";
import type { ToldSequel } from "./token-faults.ts";
import { callBackAgain, isTokenFault, otherSequel } from "./token-faults.ts";

type Answer = Landed<AwsReply> | Promise<Landed<AwsReply>>;

/** A call that an execution made, and what happened to it. */
export interface MetCall {
  readonly call: AwsCall;
  /** Of the Task at that time: the call itself tells the present one. */
  readonly attempt: number;
  /** What answers such calls; `undefined` where it is no mock. */
  readonly slot: MockSlot | undefined;
  /** Which call of the mock it is, from 1. */
  readonly nth: number;
  readonly fault: Fault | undefined;
  /** Did the mock fail by itself, although its answer was lost? */
  failedItself: boolean;
  /** What a fault made of the callback. */
  sequel: ToldSequel | undefined;
  /** What whoever called back a second time was told. */
  refusal: TokenRefusal | undefined;
}

/** Puts the faults of a plan into the calls of one execution, and notes all calls. A fault stands in the place of one call of its mock. */
export class PlannedFaults implements FaultInjector {
  readonly #calls: MetCall[];
  readonly #planned = new Map<string, PlannedFault[]>();
  readonly #visits = new Map<string, { visit: number; attempt: number }>();

  constructor(faults: readonly PlannedFault[], calls: MetCall[]) {
    this.#calls = calls;
    for (const planned of faults) {
      const ofState = this.#planned.get(planned.state);
      if (ofState === undefined) this.#planned.set(planned.state, [planned]);
      else ofState.push(planned);
    }
  }

  answer(call: AwsCall, world: WorldState, handle: ExternalHandle): Answer {
    const fault = this.#faultOf(call);
    const slot = world.mockOf(call);
    const met = metCall(call, slot, fault);
    this.#calls.push(met);
    if (fault === undefined) return world.ask(call, handle, slot);
    if (!hasEffect(fault)) return instead(fault, slot);
    if (fault.kind === "callsBackTwice") callBackAgain(call, world, (refusal) => void (met.refusal = refusal));
    const answer = world.ask(call, handle, slot);
    return answer instanceof Promise ? answer.then((landed) => disturbed(landed, fault, met)) : disturbed(answer, fault, met);
  }

  #faultOf(call: AwsCall): Fault | undefined {
    const planned = this.#planned.get(call.state);
    if (planned === undefined) return undefined;
    const place = placeOf(call.place);
    const isMeant = (each: PlannedFault): boolean => each.mapField === call.mapField && placeOf(each) === place;
    const visit = this.#visitOf(`${place}${call.state}${call.mapField ?? ""}`, call);
    return planned.find((each) => isMeant(each) && each.visit === visit && isMet(each, call.attempt))?.fault;
  }

  /** An attempt that does not follow the one before begins another visit; a field of a Map makes several calls in one attempt. */
  #visitOf(place: string, { attempt, mapField }: AwsCall): number {
    const last = this.#visits.get(place);
    const isSame = last !== undefined && (attempt > last.attempt || (attempt === last.attempt && mapField !== undefined));
    const visit = last === undefined ? 1 : last.visit + (isSame ? 0 : 1);
    this.#visits.set(place, { visit, attempt });
    return visit;
  }
}

/** Does the service do what it is asked, with this fault? */
export function hasEffect(fault: Fault): boolean {
  return fault.kind === "fails" ? fault.effect : fault.kind !== "hangs";
}

function placeOf({ branch }: Pick<PlannedFault, "branch">): string {
  return branch.map(({ state, index }) => `${state}[${index}]/`).join("");
}

function isMet({ attempt, times }: PlannedFault, present: number): boolean {
  return present >= attempt && present < attempt + times;
}

function metCall(call: AwsCall, slot: MockSlot | undefined, fault: Fault | undefined): MetCall {
  const nth = (slot?.calls ?? 0) + 1;
  return { call, attempt: call.attempt, slot, nth, fault, failedItself: false, sequel: undefined, refusal: undefined };
}

/** The mock is not asked; its count goes on, so that its next answers are those they would have been. */
function instead(fault: Fault, slot: MockSlot | undefined): Landed<AwsReply> {
  if (slot !== undefined) slot.calls++;
  return fault.kind === "fails" ? failed(fault) : SILENCE;
}

function disturbed(landed: Landed<AwsReply>, fault: Fault, met: MetCall): Landed<AwsReply> {
  met.failedItself = landed !== SILENCE && landed.value.kind === "error";
  if (fault.kind === "fails") return failed(fault);
  if (fault.kind === "failsBack") return failedBack(fault);
  if (isTokenFault(fault)) return calledBackOtherwise(landed, fault, met);
  return fault.kind === "hangs" || landed === SILENCE ? SILENCE : { ...landed, latencyMs: landed.latencyMs + fault.byMs };
}

function failed({ error, cause, afterMs }: Extract<Fault, { kind: "fails" }>): Landed<AwsReply> {
  return { value: { kind: "error", error, cause }, latencyMs: afterMs };
}

function calledBackOtherwise(landed: Landed<AwsReply>, fault: TokenFault, met: MetCall): Landed<AwsReply> {
  met.sequel = otherSequel(landed, fault);
  if (met.sequel === undefined) return landed;
  const { sequel, latencyMs } = met.sequel;
  return { value: { kind: "sequel", sequel }, latencyMs };
}

function failedBack({ error, cause, afterMs }: Extract<Fault, { kind: "failsBack" }>): Landed<AwsReply> {
  const sequel: Sequel = { by: "token", submitted: undefined, afterMs, everyMs: undefined, ending: { kind: "failure", error, cause } };
  return { value: { kind: "sequel", sequel }, latencyMs: 0 };
}
