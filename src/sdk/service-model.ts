import { ClientPackage, OLDEST_CLIENT, versionIfTooOld } from "./client-package.ts";
import { installedClients } from "./installed-clients.ts";
import { clientOf } from "./service-names.ts";
import type { OperationSchema, Shape, Structure } from "./shapes.ts";
import { errorSchema, operationSchema, type SchemaRef, shapeOf } from "./shapes.ts";

/** An operation as its client's schemas describe it. */
export interface ServiceOperation {
  readonly service: ServiceModel;
  /** As the API names it: `GetItem`. */
  readonly name: string;
  readonly schema: OperationSchema;
  readonly input: Shape;
  readonly output: Shape;
}

export interface ServiceErrorModel {
  readonly name: string;
  readonly schema: SchemaRef;
  readonly shape: Structure;
}

/** The API of a service, from its installed client. */
export interface ServiceModel {
  /** The client's name without hyphens: `secretsmanager`. */
  readonly client: string;
  readonly package: ClientPackage;
  /** By name as ASL writes it: `getItem`. */
  readonly operations: ReadonlyMap<string, ServiceOperation>;
  /** By name: `ResourceNotFoundException`. */
  readonly errors: ReadonlyMap<string, ServiceErrorModel>;
}

const models = new Map<string, ServiceModel | undefined>();

/**
 * The API of a service under its name in ASL (`dynamodb`, `events`, `secretsmanager`); the operation tells apart services that share one.
 * `undefined` where its client is not installed, or is too old (see OLDEST_CLIENT). Loaded once per process.
 */
export function serviceModel(service: string, operation?: string): ServiceModel | undefined {
  return modelOfClient(clientOf(service, operation));
}

/** The API of a client by its name without hyphens. */
export function modelOfClient(client: string): ServiceModel | undefined {
  if (models.has(client)) return models.get(client);
  const folder = installedClients().get(client);
  const model = folder === undefined ? undefined : modelIn(folder, client);
  models.set(client, model);
  return model;
}

/** Why there is no model of a client's API, to be said after its name. */
export function whyNotModelled(client: string): string {
  const folder = installedClients().get(client);
  if (folder === undefined) return "which is not installed";
  const version = versionIfTooOld(folder);
  return version === undefined
    ? "which is installed, but cannot be loaded"
    : `which is installed as ${version}, older than ${OLDEST_CLIENT}`;
}

const operationsFound = new Map<string, ServiceOperation | undefined>();

/** An operation by its name in ASL, which spells some in its own way: `describeDbInstances` is the API's `DescribeDBInstances`. */
export function operationOf(service: string, operation: string): ServiceOperation | undefined {
  const key = `${service}:${operation}`;
  if (!operationsFound.has(key)) operationsFound.set(key, operationIn(serviceModel(service, operation), operation));
  return operationsFound.get(key);
}

function operationIn(model: ServiceModel | undefined, name: string): ServiceOperation | undefined {
  const same = (operation: ServiceOperation): boolean => operation.name.toLowerCase() === name.toLowerCase();
  return model?.operations.get(name) ?? [...(model?.operations.values() ?? [])].find(same);
}

function modelIn(folder: string, client: string): ServiceModel | undefined {
  const loaded = loadedFrom(folder);
  if (loaded === undefined) return undefined;
  const exported = Object.values(loaded.exports);
  const operations = new Map<string, ServiceOperation>();
  const errors = exported.map(errorSchema).filter((error) => error !== undefined);
  const model: ServiceModel = {
    client,
    package: loaded,
    operations,
    errors: new Map(errors.map(({ name, schema }) => [name, { name, schema, shape: shapeOf(schema) as Structure }])),
  };
  for (const schema of exported.map(operationSchema))
    if (schema !== undefined) operations.set(aslName(schema.name), operation(model, schema));
  return operations.size === 0 ? undefined : model;
}

/** A package that cannot be loaded, or is too old, is as good as none. */
function loadedFrom(folder: string): ClientPackage | undefined {
  try {
    return versionIfTooOld(folder) === undefined ? new ClientPackage(folder) : undefined;
  } catch {
    return undefined;
  }
}

function operation(service: ServiceModel, schema: OperationSchema): ServiceOperation {
  return { service, name: schema.name, schema, input: shapeOf(schema.input), output: shapeOf(schema.output) };
}

/** `GetItem` is `getItem` in ASL. */
export function aslName(operation: string): string {
  return operation.slice(0, 1).toLowerCase() + operation.slice(1);
}
