import type { AwsReply } from "../../aws/call.ts";
import { UsageError } from "../../base/errors.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import { StatesFailure } from "../../base/states-failure.ts";
import type { StateRef } from "../../history/state-ref.ts";
import type { TaskLine } from "../../interpreter/ports.ts";
import type { Step } from "../../kernel/effect.ts";
import type { MockedTasks } from "../perform.ts";
import type { MapQuestion } from "./map-call.ts";
import { MapCall } from "./map-call.ts";

/** Amazon S3, as one field of a Map uses it: what fails there fails the field. */
export class S3Access {
  readonly state: StateRef;
  readonly #tasks: MockedTasks;
  readonly #mapField: MapQuestion["mapField"];
  readonly #line: TaskLine;

  constructor(tasks: MockedTasks, state: StateRef, mapField: MapQuestion["mapField"], line: TaskLine) {
    this.state = state;
    this.#tasks = tasks;
    this.#mapField = mapField;
    this.#line = line;
  }

  /** The API's answer; throws a StatesFailure when S3 fails. */
  *ask(operation: string, input: JsonObject): Step<JsonObject> {
    const refusal = this.#tasks.aws.checks.refusal({ service: "s3", operation, resourceType: "s3" }, input);
    if (refusal !== undefined) throw this.failed(`The Parameters '${JSON.stringify(input)}' could not be used: [${refusal}]`);
    const call = new MapCall(this.#tasks, { operation, input, mapField: this.#mapField, state: this.state }, this.#line);
    const reply = (yield call) as AwsReply;
    if (reply.kind === "error") throw this.failed(reply.cause ?? reply.error);
    if (reply.kind === "sequel") throw this.wrongReply(operation, "a reply of tasks that wait");
    if (!isJsonObject(reply.value)) throw this.wrongReply(operation, "no object");
    return reply.value;
  }

  failed(cause: string): StatesFailure {
    return new StatesFailure(`States.${this.#mapField}Failed`, cause);
  }

  /** The error for a mock that answers what S3 cannot. */
  wrongReply(operation: string, found: string): UsageError {
    return new UsageError(`What answers s3:${operation} to the ${this.#mapField} of "${this.state.name}" answered ${found}.`, {
      code: "WRONG_REPLY",
      state: this.state.name,
      hint: EXAMPLES[operation],
    });
  }
}

const EXAMPLES: { readonly [operation: string]: string } = {
  getObject: 'Answer the file as text or bytes: `s3: { getObject: { Body: JSON.stringify([1, 2, 3]) } }`, `{ Body: "id,name\\n1,Ada" }`.',
  listObjectsV2: 'Answer as the API does: `s3: { listObjectsV2: { Contents: [{ Key: "a.json", Size: 12 }], IsTruncated: false } }`.',
  putObject: "Answer as the API does: `s3: { putObject: {} }`; what was written is in the mock's input.",
};

/** A parameter that is a text. */
export function textIn(parameters: Json, name: string): string | undefined {
  const value = isJsonObject(parameters) ? parameters[name] : undefined;
  return typeof value === "string" ? value : undefined;
}
