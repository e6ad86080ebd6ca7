import type { Member, Shape, Structure } from "../../sdk/shapes.ts";
import { fromText } from "./from-text.ts";
import type { FormTree } from "./query-form.ts";

/**
 * Reads the form of an ec2Query request. Its lists are flat (`InstanceId.1`), and its members have names that only requests use, so that
 * it is no parsed XML document as the forms of other services are. Smithy, "AWS EC2 query protocol", has no maps.
 */
export function readEc2Form(shape: Shape, tree: FormTree): unknown {
  switch (shape.kind) {
    case "structure":
    case "union":
      return readMembers(shape, tree);
    case "list":
      return Array.isArray(tree) ? tree.map((item) => readEc2Form(shape.item(), item)) : [];
    default:
      return typeof tree === "string" ? fromText(shape, tree) : undefined;
  }
}

function readMembers({ members }: Structure, tree: FormTree): Record<string, unknown> {
  if (typeof tree === "string" || Array.isArray(tree)) return {};
  return Object.fromEntries(
    [...members.values()].flatMap((member) => {
      const value = requestNames(member)
        .map((name) => tree[name])
        .find((found) => found !== undefined);
      return value === undefined ? [] : [[member.name, readEc2Form(member.shape(), value)] as const];
    }),
  );
}

/** Smithy, "Query key resolution": `ec2QueryName`, or else the name in XML with a capital, which is all that older clients know. */
function requestNames({ name, traits: { ec2QueryName, xmlName = name } }: Member): readonly string[] {
  const capitalised = xmlName.slice(0, 1).toUpperCase() + xmlName.slice(1);
  return ec2QueryName === undefined ? [capitalised] : [ec2QueryName, capitalised];
}
