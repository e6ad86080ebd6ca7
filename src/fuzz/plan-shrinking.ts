import fc from "fast-check";
import type { FaultPlan, PlannedFault } from "./fault-plan.ts";

/**
 * Plans that shrink also by leaving a fault out and letting what comes after it in the same visit come earlier, or what comes before it
 * last longer: a fault of the second attempt alone is met by nobody.
 */
export class ShrinkingPlans extends fc.Arbitrary<FaultPlan> {
  readonly #plans: fc.Arbitrary<FaultPlan>;

  constructor(plans: fc.Arbitrary<FaultPlan>) {
    super();
    this.#plans = plans;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<FaultPlan> {
    return this.#plans.generate(random, biasFactor);
  }

  override canShrinkWithoutContext(_value: unknown): _value is FaultPlan {
    return false;
  }

  /** What was made here comes without a context. */
  override shrink(plan: FaultPlan, context: unknown): fc.Stream<fc.Value<FaultPlan>> {
    const usual = context === undefined ? fc.Stream.nil<fc.Value<FaultPlan>>() : this.#plans.shrink(plan, context);
    return usual.join(shorterPlans(plan));
  }
}

function* shorterPlans(plan: FaultPlan): IterableIterator<fc.Value<FaultPlan>> {
  for (const left of plan.faults) {
    const others = plan.faults.filter((fault) => fault !== left);
    for (const closed of [earlier, longer]) {
      const faults = others.map((fault) => (isSameVisit(fault, left) ? closed(fault, left) : fault));
      yield new fc.Value({ ...plan, faults }, undefined);
    }
  }
}

function isSameVisit({ state, mapField, visit, branch }: PlannedFault, other: PlannedFault): boolean {
  const isSamePlace = branch.every((step, depth) => step.state === other.branch[depth]?.state && step.index === other.branch[depth]?.index);
  return state === other.state && mapField === other.mapField && visit === other.visit && isSamePlace;
}

/** A fault after the one that is left out. */
function earlier(fault: PlannedFault, left: PlannedFault): PlannedFault {
  return fault.attempt > left.attempt ? { ...fault, attempt: Math.max(1, fault.attempt - left.times) } : fault;
}

/** A fault just before the one that is left out. */
function longer(fault: PlannedFault, left: PlannedFault): PlannedFault {
  return fault.attempt + fault.times === left.attempt ? { ...fault, times: fault.times + left.times } : fault;
}
