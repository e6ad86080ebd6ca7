import fc from "fast-check";

const operator = fc.oneof(
  fc.record({ StringEquals: fc.constantFrom("a", "b") }),
  fc.record({ NumericGreaterThan: fc.constantFrom(1, 2) }),
  fc.record({ NumericLessThanEquals: fc.constantFrom(1, 2) }),
  fc.record({ IsString: fc.boolean() }),
  fc.record({ IsPresent: fc.boolean() }),
);
const comparison = operator.map((test) => ({ Variable: "$.x", ...test }));
const rule = fc.oneof(comparison, fc.record({ Not: comparison }), fc.record({ And: fc.tuple(comparison, comparison) }));

/** Machines of a Choice, `Pick`, of one to three rules over one member. */
export const choices: fc.Arbitrary<object> = fc.array(rule, { minLength: 1, maxLength: 3 }).map((rules) => ({
  StartAt: "Pick",
  States: {
    Pick: { Type: "Choice", Choices: rules.map((test) => ({ ...test, Next: "Done" })), Default: "Other" },
    Done: { Type: "Succeed" },
    Other: { Type: "Succeed" },
  },
}));
