import { expect, test } from "vitest";
import type { Ask } from "./machines.ts";
import { created, done, minute, newApi } from "./machines.ts";

async function published(ask: Ask): Promise<string> {
  return created(ask, done, { publish: true });
}

test("versions are numbered, and a number is never used again", async () => {
  const ask = newApi();
  const stateMachineArn = await published(ask);
  await ask("updateStateMachine", { stateMachineArn, definition: JSON.stringify(minute), publish: true });

  await ask("deleteStateMachineVersion", { stateMachineVersionArn: `${stateMachineArn}:2` });
  const third = await ask("publishStateMachineVersion", { stateMachineArn, description: "third" });

  expect(third.stateMachineVersionArn).toBe(`${stateMachineArn}:3`);
  const { stateMachineVersions } = await ask("listStateMachineVersions", { stateMachineArn });
  expect(stateMachineVersions.map((version: { stateMachineVersionArn: string }) => version.stateMachineVersionArn)).toEqual([
    `${stateMachineArn}:3`,
    `${stateMachineArn}:1`,
  ]);
});

test("what has not changed is not published twice", async () => {
  const ask = newApi();
  const stateMachineArn = await published(ask);

  const again = await ask("publishStateMachineVersion", { stateMachineArn });

  expect(again.stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
});

test("a revision that is no longer the present one is not published", async () => {
  const ask = newApi();
  const stateMachineArn = await created(ask, done);
  const { revisionId } = await ask("updateStateMachine", { stateMachineArn, definition: JSON.stringify(minute) });

  await expect(ask("publishStateMachineVersion", { stateMachineArn, revisionId: "old" })).rejects.toMatchObject({
    name: "ConflictException",
    message: `Failed to publish the State Machine version for revision old. The current State Machine revision is ${revisionId}.`,
  });
});

test("a version runs the definition that was published", async () => {
  const ask = newApi();
  const stateMachineArn = await published(ask);
  await ask("updateStateMachine", { stateMachineArn, definition: JSON.stringify(minute) });

  const old = await ask("startExecution", { stateMachineArn: `${stateMachineArn}:1` });
  const present = await ask("startExecution", { stateMachineArn });

  expect(await ask("describeExecution", old)).toMatchObject({ status: "SUCCEEDED", stateMachineVersionArn: `${stateMachineArn}:1` });
  expect(await ask("describeExecution", present)).toMatchObject({ status: "RUNNING" });
});

test("an alias leads to its version, and protects it", async () => {
  const ask = newApi();
  const stateMachineArn = await published(ask);
  const stateMachineVersionArn = `${stateMachineArn}:1`;
  const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];

  const { stateMachineAliasArn } = await ask("createStateMachineAlias", { name: "PROD", routingConfiguration });
  const { executionArn } = await ask("startExecution", { stateMachineArn: stateMachineAliasArn });

  expect(stateMachineAliasArn).toBe(`${stateMachineArn}:PROD`);
  expect(await ask("describeExecution", { executionArn })).toMatchObject({ stateMachineAliasArn, stateMachineVersionArn });
  expect(await ask("describeStateMachineAlias", { stateMachineAliasArn })).toMatchObject({ name: "PROD", routingConfiguration });
  await expect(ask("deleteStateMachineVersion", { stateMachineVersionArn })).rejects.toMatchObject({
    name: "ConflictException",
    message: expect.stringContaining("[PROD]"),
  });
  await ask("deleteStateMachineAlias", { stateMachineAliasArn });
  expect(await ask("listStateMachineAliases", { stateMachineArn })).toEqual({ stateMachineAliases: [] });
});

test("an alias of two versions sends executions to both, the same way in every world", async () => {
  const routes = async (): Promise<string[]> => {
    const ask = newApi();
    const stateMachineArn = await published(ask);
    await ask("updateStateMachine", { stateMachineArn, definition: JSON.stringify(minute), publish: true });
    const routingConfiguration = [1, 2].map((number) => ({ stateMachineVersionArn: `${stateMachineArn}:${number}`, weight: 50 }));
    const { stateMachineAliasArn } = await ask("createStateMachineAlias", { name: "BOTH", routingConfiguration });
    const taken: string[] = [];
    for (let turn = 0; turn < 20; turn++) {
      const { executionArn } = await ask("startExecution", { stateMachineArn: stateMachineAliasArn });
      taken.push((await ask("describeExecution", { executionArn })).stateMachineVersionArn);
    }
    return taken;
  };

  const taken = await routes();

  expect(new Set(taken).size).toBe(2);
  expect(await routes()).toEqual(taken);
});

test("an alias is changed as a whole, and not made twice in two ways", async () => {
  const ask = newApi();
  const stateMachineArn = await published(ask);
  const routingConfiguration = [{ stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 }];
  const { stateMachineAliasArn } = await ask("createStateMachineAlias", { name: "PROD", routingConfiguration });

  await ask("updateStateMachineAlias", { stateMachineAliasArn, description: "live" });

  expect(await ask("describeStateMachineAlias", { stateMachineAliasArn })).toMatchObject({ description: "live", routingConfiguration });
  await expect(ask("createStateMachineAlias", { name: "PROD", routingConfiguration })).rejects.toMatchObject({ name: "ConflictException" });
  await expect(ask("updateStateMachineAlias", { stateMachineAliasArn: `${stateMachineArn}:NONE` })).rejects.toMatchObject({
    name: "ResourceNotFound",
  });
});

test.each([
  [{ name: "12" }, /regular expression pattern/],
  [
    { routingConfiguration: [{ stateMachineVersionArn: "arn:aws:states:us-east-1:123456789012:stateMachine:Order", weight: 100 }] },
    /must contain state machine version ARNs/,
  ],
  [
    { routingConfiguration: [{ stateMachineVersionArn: "arn:aws:states:us-east-1:123456789012:stateMachine:Order:1", weight: 50 }] },
    /weights must equal 100/,
  ],
])("createStateMachineAlias refuses %j", async (wrong, message) => {
  const ask = newApi();
  const stateMachineArn = await published(ask);
  const routingConfiguration = [{ stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 }];

  await expect(ask("createStateMachineAlias", { name: "PROD", routingConfiguration, ...wrong })).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringMatching(message),
  });
});
