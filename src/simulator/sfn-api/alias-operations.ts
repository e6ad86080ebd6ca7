/** CreateStateMachineAlias, UpdateStateMachineAlias, DeleteStateMachineAlias, DescribeStateMachineAlias, ListStateMachineAliases. */

import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import type { Json } from "../../base/json.ts";
import { jsonEquals } from "../../base/json.ts";
import { machineArn } from "./arns.ts";
import { validationException } from "./constraints.ts";
import { optionalText, presentMembers, textOf } from "./members.ts";
import type { Operations } from "./operation.ts";
import { pageOf } from "./pages.ts";
import type { Alias, RegisteredMachine, Route } from "./registered-machine.ts";
import type { StepFunctions } from "./step-functions.ts";

export const aliasOperations: Operations = {
  createStateMachineAlias,
  updateStateMachineAlias,
  deleteStateMachineAlias: (api, input) => {
    const { name, qualifier = "" } = machineArn(textOf(input, "stateMachineAliasArn"));
    api.machines.get(name)?.aliases.delete(qualifier);
    return {};
  },
  describeStateMachineAlias: (api, input) => {
    const { name, arn, description, routes, createdAt, updatedAt } = aliasAt(api, textOf(input, "stateMachineAliasArn")).alias;
    return {
      stateMachineAliasArn: arn,
      name,
      ...presentMembers({ description }),
      routingConfiguration: routes,
      creationDate: new Date(createdAt),
      updateDate: new Date(updatedAt),
    };
  },
  listStateMachineAliases: (api, input) => {
    const { page, next } = pageOf(aliasesOf(api, textOf(input, "stateMachineArn")), input);
    const stateMachineAliases = page.map(({ arn, createdAt }) => ({ stateMachineAliasArn: arn, creationDate: new Date(createdAt) }));
    return { stateMachineAliases, ...next };
  },
};

function createStateMachineAlias(api: StepFunctions, input: ApiMembers): ApiMembers {
  const routes = routesOf(input);
  const machine = routedMachine(api, routes);
  const name = textOf(input, "name");
  const known = machine.aliases.get(name);
  const description = optionalText(input, "description");
  if (known !== undefined && !(sameRoutes(known.routes, routes) && known.description === description)) throw aliasExists();
  const now = api.now();
  const alias = known ?? { name, arn: `${machine.arn}:${name}`, description, routes, createdAt: now, updatedAt: now };
  machine.aliases.set(name, alias);
  return { stateMachineAliasArn: alias.arn, creationDate: new Date(alias.createdAt) };
}

function updateStateMachineAlias(api: StepFunctions, input: ApiMembers): ApiMembers {
  const { machine, alias } = aliasAt(api, textOf(input, "stateMachineAliasArn"));
  const { description = alias.description, routingConfiguration } = input as { description?: string; routingConfiguration?: unknown };
  const routes = routingConfiguration === undefined ? alias.routes : routesOf(input);
  if (routes !== alias.routes) routedMachine(api, routes);
  machine.aliases.set(alias.name, { ...alias, description, routes, updatedAt: api.now() });
  return { updateDate: api.date() };
}

function aliasAt(api: StepFunctions, text: string): { readonly machine: RegisteredMachine; readonly alias: Alias } {
  const { name, qualifier = "" } = machineArn(text);
  const machine = api.machines.get(name);
  const alias = machine?.aliases.get(qualifier);
  if (machine === undefined || alias === undefined) throw noResource();
  return { machine, alias };
}

/** Of a machine, or of a version of it. */
function aliasesOf(api: StepFunctions, text: string): readonly Alias[] {
  const { arn, qualifier } = machineArn(text);
  const aliases = [...api.machine(arn).aliases.values()];
  return qualifier === undefined ? aliases : aliases.filter(({ routes }) => routes.some((route) => route.stateMachineVersionArn === text));
}

function routesOf({ routingConfiguration }: ApiMembers): readonly Route[] {
  const routes = routingConfiguration as readonly Route[];
  const received = `[${routes.map((route) => route.stateMachineVersionArn).join(", ")}]`;
  if (routes.some((route) => machineArn(route.stateMachineVersionArn).qualifier === undefined))
    throw validationException(`Routing configuration must contain state machine version ARNs. Received: ${received}`);
  const weights = routes.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100)
    throw validationException(`Sum of routing configuration weights must equal 100. Received: ${JSON.stringify(weights)}`);
  return routes;
}

/** The machine whose versions they are. */
function routedMachine(api: StepFunctions, routes: readonly Route[]): RegisteredMachine {
  const [first] = routes;
  const machine = first && api.machines.get(machineArn(first.stateMachineVersionArn).name);
  if (machine === undefined || routes.some((route) => machine.version(route.stateMachineVersionArn) === undefined)) throw noResource();
  return machine;
}

function sameRoutes(one: readonly Route[], other: readonly Route[]): boolean {
  return jsonEquals(one as unknown as Json, other as unknown as Json);
}

function noResource(): ApiException {
  return new ApiException("ResourceNotFound", "Request references a resource that does not exist.");
}

function aliasExists(): ApiException {
  const message = "Failed to create alias because an alias with the same name and a different routing configuration already exists.";
  return new ApiException("ConflictException", message);
}
