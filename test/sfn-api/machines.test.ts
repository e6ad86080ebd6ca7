import { expect, test } from "vitest";
import { created, done, minute, newApi, roleArn } from "./machines.ts";

const text = JSON.stringify(done);

test("a machine is described as it was created", async () => {
  const ask = newApi();
  const stateMachineArn = await created(ask, done);

  expect(await ask("describeStateMachine", { stateMachineArn })).toEqual({
    stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:Order",
    name: "Order",
    status: "ACTIVE",
    definition: text,
    roleArn,
    type: "STANDARD",
    creationDate: new Date("2025-01-01T00:00:00Z"),
    loggingConfiguration: { level: "OFF", includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    encryptionConfiguration: { type: "AWS_OWNED_KEY" },
  });
});

test("creating the same machine again changes nothing, another of its name is refused", async () => {
  const ask = newApi();
  const stateMachineArn = await created(ask, done);

  expect(await created(ask, done, { roleArn: `${roleArn}-other` })).toBe(stateMachineArn);
  await expect(created(ask, minute)).rejects.toMatchObject({
    name: "StateMachineAlreadyExists",
    message: `State Machine Already Exists: '${stateMachineArn}'`,
  });
  expect(await ask("describeStateMachine", { stateMachineArn })).toMatchObject({ roleArn });
});

test("an update makes a revision, an empty one none", async () => {
  const ask = newApi();
  const stateMachineArn = await created(ask, done);

  const first = await ask("updateStateMachine", { stateMachineArn, definition: JSON.stringify(minute) });
  const second = await ask("updateStateMachine", { stateMachineArn, roleArn });

  expect(first.revisionId).toMatch(/^[0-9a-f-]{36}$/);
  expect(second.revisionId).toBe(first.revisionId);
  await expect(ask("updateStateMachine", { stateMachineArn })).rejects.toMatchObject({ name: "MissingRequiredParameter" });
});

test("a deleted machine is gone, and deleting it again does nothing", async () => {
  const ask = newApi();
  const stateMachineArn = await created(ask, done);

  expect(await ask("deleteStateMachine", { stateMachineArn })).toEqual({});
  expect(await ask("deleteStateMachine", { stateMachineArn })).toEqual({});
  await expect(ask("describeStateMachine", { stateMachineArn })).rejects.toMatchObject({
    name: "StateMachineDoesNotExist",
    message: `State Machine Does Not Exist: '${stateMachineArn}'`,
  });
});

test("a machine with an execution that runs is being deleted until it has ended", async () => {
  const ask = newApi();
  const stateMachineArn = await created(ask, minute);
  const { executionArn } = await ask("startExecution", { stateMachineArn });

  await ask("deleteStateMachine", { stateMachineArn });

  expect(await ask("describeStateMachine", { stateMachineArn })).toMatchObject({ status: "DELETING" });
  await expect(ask("startExecution", { stateMachineArn })).rejects.toMatchObject({ name: "StateMachineDeleting" });
  await ask("stopExecution", { executionArn });
  expect(await ask("listStateMachines")).toEqual({ stateMachines: [] });
});

test.each([
  [{ name: "an order" }, "InvalidName", "Invalid Name: 'an order'"],
  [
    { name: "x".repeat(81) },
    "ValidationException",
    /^1 validation error detected: Value 'x+' at 'name' failed .* length less than or equal to 80$/,
  ],
  [{ type: "FAST" }, "ValidationException", /enum value set: \[STANDARD, EXPRESS\]$/],
  [{ definition: "{}" }, "InvalidDefinition", /SCHEMA_VALIDATION_FAILED: These fields are required: \[States, StartAt\] at \//],
  [{ versionDescription: "first" }, "ValidationException", "Version description can only be set when publish is true"],
  [{ loggingConfiguration: { level: "ALL" } }, "InvalidLoggingConfiguration", /exactly one Log Destination/],
  [{ name: "", type: "FAST" }, "ValidationException", /^2 validation errors detected: /],
])("createStateMachine refuses %o", async (wrong, name, message) => {
  const refused = created(newApi(), done, wrong);

  await expect(refused).rejects.toMatchObject({ name, message: typeof message === "string" ? message : expect.stringMatching(message) });
});

test("a definition is validated without a machine being made", async () => {
  const ask = newApi();

  expect(await ask("validateStateMachineDefinition", { definition: text })).toEqual({ result: "OK", diagnostics: [], truncated: false });
  expect(await ask("validateStateMachineDefinition", { definition: '{"StartAt":"A"}' })).toMatchObject({ result: "FAIL" });
  expect(await ask("listStateMachines")).toEqual({ stateMachines: [] });
});

test("tags are added, replaced and removed", async () => {
  const ask = newApi();
  const resourceArn = await created(ask, done, { tags: [{ key: "team", value: "a" }] });

  await ask("tagResource", {
    resourceArn,
    tags: [
      { key: "team", value: "b" },
      { key: "cost", value: "" },
    ],
  });
  expect(await ask("listTagsForResource", { resourceArn })).toEqual({
    tags: [
      { key: "team", value: "b" },
      { key: "cost", value: "" },
    ],
  });
  await ask("untagResource", { resourceArn, tagKeys: ["team", "none"] });
  expect(await ask("listTagsForResource", { resourceArn })).toEqual({ tags: [{ key: "cost", value: "" }] });
  await expect(ask("listTagsForResource", { resourceArn: `${resourceArn}x` })).rejects.toMatchObject({ name: "ResourceNotFound" });
});

test("what AWS has and this world has not is a usage error by name", async () => {
  const ask = newApi();

  await expect(ask("testState", {})).rejects.toMatchObject({
    code: "UNKNOWN_OPERATION",
    message: expect.stringContaining("testState"),
  });
  await expect(ask("createMachine", {})).rejects.toMatchObject({ code: "UNKNOWN_OPERATION" });
});
