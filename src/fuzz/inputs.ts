import fc from "fast-check";
import type { Definition } from "../asl/model.ts";
import type { Json } from "../base/json.ts";
import { inputPools } from "./paths/input-pools.ts";

/**
 * An arbitrary of inputs that a definition can tell apart: the members that its rules, paths and templates read, with values on both sides
 * of each comparison, of other types, `null` or missing; lists of no, one and two items. Half of them satisfy the rules along some path.
 * Shrinks towards the plainest.
 *
 * @example
 * const { definition } = await loadStateMachine({
 *   StartAt: "Large",
 *   States: {
 *     Large: { Type: "Choice", Choices: [{ Variable: "$.total", NumericGreaterThan: 100, Next: "Done" }], Default: "Done" },
 *     Done: { Type: "Succeed" },
 *   },
 * });
 * const totals = fc.sample(inputsFor(definition), { numRuns: 100, seed: 1 }).map((input) => (input as { total?: unknown }).total);
 * expect(totals).toEqual(expect.arrayContaining([99, 100, 101, null, undefined]));
 */
export function inputsFor(definition: Definition): fc.Arbitrary<Json> {
  const pools = inputPools(definition);
  const free = fc.tuple(...pools.values.map((values) => fc.constantFrom(...values))).map((chosen) => pools.build(chosen));
  return pools.solved.length === 0 ? free : fc.oneof(fc.constantFrom(...pools.solved), free);
}
