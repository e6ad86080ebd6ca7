import type { Json, JsonObject } from "../base/json.ts";
import { isJsonArray, isJsonObject } from "../base/json.ts";
import type { ServiceOperation } from "./service-model.ts";
import { operationOf } from "./service-model.ts";
import type { Member, Shape, SimpleShape, Structure } from "./shapes.ts";
import { memberIgnoringCase } from "./shapes.ts";

/** How strictly values are held against the API, as in TestState: with what is required, only what is there, or not at all. */
export type FieldValidationMode = "STRICT" | "PRESENT" | "NONE";

/** One thing that does not fit the API's model. */
export interface Finding {
  /** Warnings are what AWS would let pass. */
  readonly severity: "error" | "warning";
  /** From the root: `Entries[1].EventId`. */
  readonly path: string;
  /** In AWS's words. */
  readonly message: string;
}

/** How a kind of value is checked, and what is said about it. */
interface Rules {
  readonly holds: (kind: SimpleShape["kind"], value: Json) => boolean;
  readonly wrongType: (name: string, shape: Shape) => string;
  readonly missing: (name: string) => string;
  readonly unknown: (name: string) => string;
  readonly unknownIs: Finding["severity"];
  /** Members within members may begin with a small letter: some of AWS's own examples do. */
  readonly allowsSmallLetters: boolean;
  /** Members that are Step Functions' own business: they may be anything, or missing. */
  readonly added: Members;
}

interface Visit {
  readonly rules: Rules;
  readonly demandsRequired: boolean;
  readonly findings: Finding[];
}

/** Is there a model of this operation: is its client installed, and does it have it? */
export function isModelled(service: string, operation: string): boolean {
  return operationOf(service, operation) !== undefined;
}

/** Members of the root, by name. */
type Members = ReadonlySet<string>;

const NO_MEMBERS: Members = new Set();

/** Holds a Task's parameters, as ASL writes them, against the API, except for `added`. Empty where no model is installed. */
export function checkParameters(
  service: string,
  operation: string,
  parameters: Json,
  mode: FieldValidationMode,
  added: Members = PARAMETERS.added,
): readonly Finding[] {
  return check(operationOf(service, operation), "input", parameters, mode, { ...PARAMETERS, added });
}

/** Holds a mock's result, as ASL would see it, against the API, except for `added`. Empty where no model is installed. */
export function checkResult(
  service: string,
  operation: string,
  result: Json,
  mode: FieldValidationMode,
  added: Members = NO_MEMBERS,
): readonly Finding[] {
  return check(operationOf(service, operation), "output", result, mode, { ...RESULTS, added: new Set([...RESULTS.added, ...added]) });
}

function check(
  operation: ServiceOperation | undefined,
  side: "input" | "output",
  value: Json,
  mode: FieldValidationMode,
  rules: Rules,
): readonly Finding[] {
  if (operation === undefined || mode === "NONE") return [];
  const visit: Visit = { rules, demandsRequired: mode === "STRICT", findings: [] };
  const shape = operation[side];
  visitValue(visit, shape.kind === "unit" ? NOTHING : shape, value, "");
  return visit.findings;
}

const NOTHING: Structure = { kind: "structure", name: "", members: new Map(), isError: false, traits: {} };

/** AWS's words for parameters that it cannot send. */
const PARAMETERS: Rules = {
  holds: holdsParameter,
  wrongType: (name) => `The value of the field '${name}' has an invalid format`,
  missing: (name) => `The field '${name}' is required but was missing`,
  unknown: (name) => `The field "${name}" is not supported by Step Functions`,
  unknownIs: "error",
  allowsSmallLetters: true,
  added: NO_MEMBERS,
};

/** AWS's words for a mocked result in TestState. */
const RESULTS: Rules = {
  holds: holdsResult,
  wrongType: (name, shape) => `Field '${name}' must be ${kindInWords(shape)}`,
  missing: (name) => `Required field '${name}' is missing`,
  unknown: (name) => `Field '${name}' is not part of the API's result`,
  unknownIs: "warning",
  allowsSmallLetters: false,
  added: new Set(["SdkHttpMetadata", "SdkResponseMetadata"]),
};

function visitValue(visit: Visit, shape: Shape, value: Json, path: string): void {
  switch (shape.kind) {
    case "structure":
    case "union":
      return isJsonObject(value) ? visitMembers(visit, shape, value, path) : wrongType(visit, shape, path);
    case "list":
      if (!isJsonArray(value)) return wrongType(visit, shape, path);
      for (const [index, item] of value.entries()) visitUnlessNull(visit, shape.item(), item, `${path}[${index}]`);
      return;
    case "map":
      if (!isJsonObject(value)) return wrongType(visit, shape, path);
      for (const [key, item] of Object.entries(value)) visitUnlessNull(visit, shape.value(), item, `${path}.${key}`);
      return;
    default:
      if (!visit.rules.holds(shape.kind, value)) wrongType(visit, shape, path);
  }
}

function visitUnlessNull(visit: Visit, shape: Shape, value: Json, path: string): void {
  if (value !== null) visitValue(visit, shape, value, path);
}

function visitMembers(visit: Visit, shape: Structure, value: JsonObject, path: string): void {
  const { rules, findings, demandsRequired } = visit;
  const found = new Set<Member>();
  for (const [key, item] of Object.entries(value)) {
    if (path === "" && rules.added.has(key)) continue;
    const at = path === "" ? key : `${path}.${key}`;
    const member = isSpelt(rules, key, path) ? memberIgnoringCase(shape, key) : undefined;
    if (member !== undefined) found.add(member);
    if (member !== undefined) visitUnlessNull(visit, member.shape(), item, at);
    else findings.push({ severity: rules.unknownIs, path: at, message: rules.unknown(key) });
  }
  if (demandsRequired && shape.kind !== "union") findings.push(...missingMembers(rules, shape, found, path));
}

/** Tokens that make a request idempotent are filled in on the way. */
function missingMembers({ missing, added }: Rules, { members }: Structure, found: ReadonlySet<Member>, path: string): readonly Finding[] {
  return [...members.values()]
    .filter((member) => member.required && !found.has(member) && member.traits.idempotencyToken === undefined)
    .map((member) => aslMember(member.name))
    .filter((name) => path !== "" || !added.has(name))
    .map((name) => ({ severity: "error", path: path === "" ? name : `${path}.${name}`, message: missing(name) }));
}

/** ASL writes members with a capital, whatever the API does. */
function isSpelt({ allowsSmallLetters }: Rules, key: string, path: string): boolean {
  return (allowsSmallLetters && path !== "") || key.slice(0, 1) === key.slice(0, 1).toUpperCase();
}

/** `taskArn` is `TaskArn` in ASL. */
export function aslMember(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

function wrongType({ rules, findings }: Visit, shape: Shape, path: string): void {
  const name = /([^.[\]]*)(\[\d+\])*$/.exec(path)?.[1] ?? path;
  findings.push({ severity: "error", path, message: rules.wrongType(name, shape) });
}

/** Step Functions turns scalars into each other where their text allows it, and anything into text. */
function holdsParameter(kind: SimpleShape["kind"], value: Json): boolean {
  switch (kind) {
    case "number":
    case "bigInteger":
    case "bigDecimal":
      return typeof value === "number" || (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)));
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "timestamp":
      return typeof value === "string" || typeof value === "number";
    default:
      return true;
  }
}

function holdsResult(kind: SimpleShape["kind"], value: Json): boolean {
  switch (kind) {
    case "number":
    case "bigInteger":
    case "bigDecimal":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "document":
    case "unit":
      return true;
    case "blob":
    case "streamingBlob":
      return typeof value === "string" || (value as unknown) instanceof Uint8Array;
    default:
      return typeof value === "string";
  }
}

function kindInWords({ kind }: Shape): string {
  switch (kind) {
    case "number":
    case "bigInteger":
    case "bigDecimal":
      return "a number";
    case "boolean":
      return "a boolean";
    case "list":
      return "an array";
    case "structure":
    case "union":
    case "map":
      return "an object";
    default:
      return "a string";
  }
}
