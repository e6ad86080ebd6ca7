import { InternalError } from "../base/errors.ts";

/**
 * The schemas of AWS SDK clients (from 3.969.0 on), read into shapes. They are tuples, or functions that answer one:
 * this is the only file that knows what stands at which place.
 */
export type SchemaRef = number | string | readonly unknown[] | (() => SchemaRef);

/** What a value of an API may be. */
export type Shape = Structure | ListShape | MapShape | SimpleShape;

export interface Structure {
  readonly kind: "structure" | "union";
  readonly name: string;
  readonly members: ReadonlyMap<string, Member>;
  readonly isError: boolean;
  readonly traits: Traits;
}

export interface ListShape {
  readonly kind: "list";
  readonly item: () => Shape;
}

export interface MapShape {
  readonly kind: "map";
  readonly value: () => Shape;
}

export interface SimpleShape {
  readonly kind:
    | "string"
    | "number"
    | "boolean"
    | "timestamp"
    | "document"
    | "bigInteger"
    | "bigDecimal"
    | "blob"
    | "streamingBlob"
    | "unit";
}

export interface Member {
  readonly name: string;
  readonly schema: SchemaRef;
  readonly shape: () => Shape;
  readonly required: boolean;
  readonly traits: Traits;
}

/** What Smithy says beside the type; those we look at. */
export interface Traits {
  readonly http?: readonly [method: string, uri: string, status: number];
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpLabel?: unknown;
  readonly httpQuery?: string;
  readonly httpQueryParams?: unknown;
  readonly httpPayload?: unknown;
  readonly httpResponseCode?: unknown;
  readonly httpError?: number;
  readonly error?: "client" | "server";
  readonly awsQueryError?: readonly [code: string, status: number];
  readonly idempotencyToken?: unknown;
  readonly streaming?: unknown;
  readonly eventHeader?: unknown;
  readonly eventPayload?: unknown;
  readonly xmlName?: string;
  readonly ec2QueryName?: string;
}

/** An operation of a client. */
export interface OperationSchema {
  readonly namespace: string;
  readonly name: string;
  readonly traits: Traits;
  readonly input: SchemaRef;
  readonly output: SchemaRef;
}

const LIST = 1;
const MAP = 2;
const STRUCTURE = 3;
const UNION = 4;
const ERROR = -3;
const OPERATION = 9;
const SIMPLE_WITH_TRAITS = 0;

/** The bits of traits that come as a number, lowest first. */
const TRAIT_BITS = [
  "httpLabel",
  "idempotent",
  "idempotencyToken",
  "sensitive",
  "httpPayload",
  "httpResponseCode",
  "httpQueryParams",
] as const;

const SIMPLE: { readonly [code: number]: SimpleShape["kind"] } = {
  0: "string",
  1: "number",
  2: "boolean",
  4: "timestamp",
  5: "timestamp",
  6: "timestamp",
  7: "timestamp",
  15: "document",
  17: "bigInteger",
  19: "bigDecimal",
  21: "blob",
  42: "streamingBlob",
};

const shapes = new WeakMap<object, Shape>();

/** The operation that a value exported by a client is, if it is one. */
export function operationSchema(exported: unknown): OperationSchema | undefined {
  if (!Array.isArray(exported) || exported[0] !== OPERATION) return undefined;
  const [, namespace, name, traits, input, output] = exported as [number, string, string, unknown, SchemaRef, SchemaRef];
  return { namespace, name, traits: traitsOf(traits), input, output };
}

/** The error that a value exported by a client is, if it is one. */
export function errorSchema(exported: unknown): { readonly name: string; readonly schema: SchemaRef } | undefined {
  return Array.isArray(exported) && exported[0] === ERROR ? { name: String(exported[2]), schema: exported } : undefined;
}

const byName = new WeakMap<Structure, ReadonlyMap<string, Member>>();

/** A member in whatever case: ASL writes `DbInstanceIdentifier` and `TaskDefinition` for the API's `DBInstanceIdentifier` and `taskDefinition`. */
export function memberIgnoringCase(shape: Structure, key: string): Member | undefined {
  let members = byName.get(shape);
  if (members === undefined) {
    members = new Map([...shape.members].map(([name, member]) => [name.toLowerCase(), member]));
    byName.set(shape, members);
  }
  return members.get(key.toLowerCase());
}

/** A structure with text members put before those of an error; without one, with these alone. */
export function withTextMembers(name: string, texts: readonly string[], error: SchemaRef | undefined): SchemaRef {
  const [, namespace = "", , , names = [], schemas = []] = (error as readonly unknown[] | undefined) ?? [];
  const own = names as readonly string[];
  const added = texts.filter((text) => !own.some((member) => member.toLowerCase() === text.toLowerCase()));
  return [STRUCTURE, namespace, name, 0, [...added, ...own], [...added.map(() => 0), ...(schemas as readonly SchemaRef[])]];
}

const withoutUrl = new WeakMap<object, SchemaRef>();

/** An input without the members that stand in the path and the query: what a request carries in headers and body. */
export function messageSchema(reference: SchemaRef): SchemaRef {
  const schema = dereferenced(reference);
  if (!Array.isArray(schema)) return schema;
  const [type, namespace, name, traits, names, schemas] = schema as readonly unknown[];
  const known = withoutUrl.get(schema);
  if (known !== undefined) return known;
  const kept = (schemas as readonly SchemaRef[]).map((member) => !isInUrl(mergedTraits(member)));
  const reduced = [
    type,
    namespace,
    name,
    traits,
    (names as readonly string[]).filter((_, at) => kept[at]),
    (schemas as readonly SchemaRef[]).filter((_, at) => kept[at]),
  ];
  withoutUrl.set(schema, reduced);
  return reduced;
}

function isInUrl({ httpLabel, httpQuery, httpQueryParams }: Traits): boolean {
  return httpLabel !== undefined || httpQuery !== undefined || httpQueryParams !== undefined;
}

/** Reads a schema; members are read when they are asked for, since shapes may contain themselves. */
export function shapeOf(reference: SchemaRef): Shape {
  const schema = dereferenced(reference);
  if (!Array.isArray(schema)) return simpleShape(schema as number | string);
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  const shape = compoundShape(schema);
  shapes.set(schema, shape);
  return shape;
}

function dereferenced(reference: SchemaRef): Exclude<SchemaRef, () => SchemaRef> {
  let schema = reference;
  for (;;) {
    if (typeof schema === "function") schema = schema();
    else if (isMember(schema)) schema = schema[0];
    else return schema;
  }
}

/** A member stands as its schema, or as a pair of schema and traits. */
function isMember(schema: SchemaRef): schema is readonly [SchemaRef, unknown] {
  return Array.isArray(schema) && schema.length === 2;
}

function simpleShape(code: number | string): Shape {
  if (typeof code === "string") return { kind: "unit" };
  if (code >= 128) return { kind: "map", value: () => simpleShape(code & 63) };
  if (code >= 64) return { kind: "list", item: () => simpleShape(code & 63) };
  const kind = SIMPLE[code];
  if (kind === undefined) throw new InternalError(`The AWS SDK has a schema of an unknown type: ${code}.`);
  return { kind };
}

function compoundShape(schema: readonly unknown[]): Shape {
  switch (schema[0]) {
    case SIMPLE_WITH_TRAITS:
      return shapeOf(schema[4] as SchemaRef);
    case LIST:
      return { kind: "list", item: () => shapeOf(schema[4] as SchemaRef) };
    case MAP:
      return { kind: "map", value: () => shapeOf(schema[5] as SchemaRef) };
    case STRUCTURE:
    case ERROR:
    case UNION:
      return structure(schema);
    default:
      throw new InternalError(`The AWS SDK has a schema of an unknown type: ${String(schema[0])}.`);
  }
}

/** Required members come first; how many there are stands at the end. */
function structure([type, , name, traits, names, schemas, required]: readonly unknown[]): Structure {
  const refs = schemas as readonly SchemaRef[];
  const members = (names as readonly string[]).map((member, index) =>
    memberOf(member, refs[index] as SchemaRef, index < ((required as number | undefined) ?? 0)),
  );
  return {
    kind: type === UNION ? "union" : "structure",
    name: name as string,
    members: new Map(members.map((member) => [member.name, member])),
    isError: type === ERROR,
    traits: traitsOf(traits),
  };
}

function memberOf(name: string, schema: SchemaRef, required: boolean): Member {
  return { name, schema, required, shape: () => shapeOf(schema), traits: mergedTraits(schema) };
}

/** The traits of a member, and those of what it refers to. */
function mergedTraits(reference: SchemaRef): Traits {
  const schema = typeof reference === "function" ? reference() : reference;
  if (isMember(schema)) return { ...mergedTraits(schema[0]), ...traitsOf(schema[1]) };
  return Array.isArray(schema) ? traitsOf(schema[3]) : {};
}

function traitsOf(traits: unknown): Traits {
  if (typeof traits === "object" && traits !== null) return traits;
  const bits = Number(traits ?? 0);
  return Object.fromEntries(TRAIT_BITS.filter((_, bit) => (bits >> bit) & 1).map((name) => [name, 1]));
}
