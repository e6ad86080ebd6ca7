import fc from "fast-check";
import type { Member, Shape, Structure } from "../../src/sdk/shapes.ts";

/** Texts that XML, JSON and forms have to escape. */
const texts = fc.oneof(fc.string({ minLength: 1, maxLength: 8 }), fc.constantFrom("ü€😀", "a<b>&\"'", "a b+c%20", "a.b-c", "{}", "1.5"));

/** XML has no place for control characters, and forms and elements none for white space at the ends. */
const sendable = texts.map((text) => `x${text.replace(/[^\P{C}😀]/gu, "")}x`);

const leaves = {
  string: sendable,
  number: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  boolean: fc.boolean(),
  timestamp: fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000)),
  document: fc.constantFrom({ deep: [1, null, { a: "ü" }] }, ["list"], "text", 5),
  bigInteger: fc.bigInt({ min: 1n, max: 9_000_000n }),
  bigDecimal: fc.constant(undefined),
  blob: fc.uint8Array({ minLength: 1, maxLength: 12 }),
  streamingBlob: fc.uint8Array({ minLength: 1, maxLength: 12 }),
  unit: fc.constant(undefined),
} as const;

/** What clients look into before they send. */
const FIXED: readonly (readonly [name: RegExp, value: string])[] = [
  [/arn$/i, "arn:aws:kinesis:us-east-1:123456789012:stream/s"],
  [/^QueueUrl$/, "https://sqs.us-east-1.amazonaws.com/123456789012/q"],
  [/^Bucket$/, "bucket"],
];

/** Values of a shape, as the SDK's commands take them and its clients answer them. */
export function valuesOf(shape: Shape, depth = 0): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case "structure":
      return structures(shape, depth);
    case "union":
      return fc.oneof(
        ...membersAt(shape, depth).map((member) => valuesOf(member.shape(), depth + 1).map((value) => ({ [member.name]: value }))),
      );
    case "list":
      return fc.array(valuesOf(shape.item(), depth + 1), { minLength: 1, maxLength: 2 });
    case "map":
      return fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/), valuesOf(shape.value(), depth + 1), { minKeys: 1, maxKeys: 2 });
    default:
      return leaves[shape.kind];
  }
}

function structures(shape: Structure, depth: number): fc.Arbitrary<unknown> {
  const members = membersAt(shape, depth);
  return fc.record(Object.fromEntries(members.map((member) => [member.name, memberValues(member, depth)])), {
    requiredKeys: members.filter(({ required, traits }) => required || traits.httpLabel !== undefined).map(({ name }) => name),
  });
}

/** Shapes may contain themselves: from some depth on there are only leaves. */
function membersAt(shape: Structure, depth: number): readonly Member[] {
  const members = [...shape.members.values()].filter(({ name }) => name !== "ChecksumAlgorithm");
  const leafMembers = members.filter(isLeaf);
  return depth < 3 || (shape.kind === "union" && leafMembers.length === 0) ? members : leafMembers;
}

function memberValues({ name, shape, traits }: Member, depth: number): fc.Arbitrary<unknown> {
  const fixed = shape().kind === "string" ? FIXED.find(([pattern]) => pattern.test(name)) : undefined;
  if (fixed !== undefined) return fc.constant(fixed[1]);
  if (traits.httpResponseCode !== undefined) return fc.constantFrom(200, 202);
  if (traits.httpHeader !== undefined && shape().kind === "string") return fc.stringMatching(/^[a-z]{1,6}$/);
  return valuesOf(shape(), depth + 1);
}

function isLeaf({ shape }: Member): boolean {
  return shape().kind in leaves;
}
