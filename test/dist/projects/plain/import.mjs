import { createRequire } from "node:module";
import * as sfn from "sfn-testkit";
import * as matchers from "sfn-testkit/matchers";
import serializer from "sfn-testkit/serializer";
import { mocks } from "./order.cjs";

const required = createRequire(import.meta.url)("sfn-testkit");
const names = (module) =>
  Object.keys(module)
    .filter((name) => name !== "default")
    .sort()
    .join();

const source = new URL("order.asl.json", import.meta.url);
const execution = await sfn.runStateMachine(source, { input: { orderId: "o-1" }, mocks: mocks(sfn) });
if (names(required) !== names(sfn)) throw new Error(`require and import differ: ${names(required)} / ${names(sfn)}`);
if (typeof matchers.toHaveRetried !== "function") throw new Error("matchers are missing");
if (!serializer.test(execution)) throw new Error("the serializer does not know an execution");
console.log(execution.status, execution.path.at(-1));
