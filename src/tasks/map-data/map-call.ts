import type { AwsCall, AwsReply, CallPlace } from "../../aws/call.ts";
import type { Instant } from "../../base/brand.ts";
import type { JsonObject } from "../../base/json.ts";
import type { StateRef } from "../../history/state-ref.ts";
import type { TaskLine } from "../../interpreter/ports.ts";
import type { ExternalEffect } from "../../kernel/effect.ts";
import type { ExternalHandle, Landed } from "../../kernel/external.ts";
import type { MockedTasks } from "../perform.ts";

/** One call that an ItemReader or ResultWriter makes to Amazon S3. */
export class MapCall implements AwsCall, ExternalEffect {
  readonly kind = "external";
  readonly service = "s3";
  readonly resourceType = "s3";
  readonly function: undefined;
  readonly taskToken: undefined;
  readonly deadline: undefined;
  readonly operation: string;
  readonly input: JsonObject;
  readonly mapField: NonNullable<AwsCall["mapField"]>;
  readonly state: string;
  readonly at: Instant;
  readonly #tasks: MockedTasks;
  readonly #line: TaskLine;

  constructor(tasks: MockedTasks, { operation, input, mapField, state }: MapQuestion, line: TaskLine) {
    this.operation = operation;
    this.input = input;
    this.mapField = mapField;
    this.state = state.name;
    this.at = tasks.aws.world.kernel.now();
    this.#tasks = tasks;
    this.#line = line;
  }

  get payload(): JsonObject {
    return this.input;
  }

  get place(): CallPlace {
    return this.#line.pen;
  }

  get attempt(): number {
    return this.#line.attempt;
  }

  get executionName(): string {
    return this.#line.executionName;
  }

  label(): string {
    return `the ${this.mapField} of "${this.state}" waits for s3:${this.operation}`;
  }

  start(handle: ExternalHandle): Landed<AwsReply> | Promise<Landed<AwsReply>> {
    const { aws, faults } = this.#tasks;
    return faults === undefined ? aws.world.ask(this, handle) : faults.answer(this, aws.world, handle);
  }
}

/** What is asked, and by whom. */
export interface MapQuestion {
  readonly operation: string;
  readonly input: JsonObject;
  readonly mapField: NonNullable<AwsCall["mapField"]>;
  readonly state: StateRef;
}
