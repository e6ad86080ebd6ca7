import type { Instant } from "../../base/brand.ts";
import type { Json } from "../../base/json.ts";
import type { ChildResult } from "../../interpreter/ports.ts";
import type { Ending, ExecutionRun } from "../execution-run.ts";
import type { MapRun } from "./map-run.ts";

/** What became of one item or batch of a Map Run, whether its child has begun or not. */
export class MapRunResult implements ChildResult {
  readonly input: Json;
  readonly #mapRun: MapRun;
  readonly #index: number;

  constructor(mapRun: MapRun, index: number, input: Json) {
    this.#mapRun = mapRun;
    this.#index = index;
    this.input = input;
  }

  get name(): string {
    return this.#mapRun.names.child(this.#index);
  }

  get executionArn(): string {
    return this.#mapRun.names.childArn(this.#index);
  }

  get stateMachineArn(): string {
    return this.#mapRun.names.childMachineArn;
  }

  get status(): ChildResult["status"] {
    return this.#ending?.status ?? "PENDING";
  }

  get output(): Json | undefined {
    const ending = this.#ending;
    return ending?.status === "SUCCEEDED" ? ending.output : undefined;
  }

  get error(): string | undefined {
    const ending = this.#ending;
    return ending !== undefined && "error" in ending ? ending.error : undefined;
  }

  get cause(): string | undefined {
    const ending = this.#ending;
    return ending !== undefined && "cause" in ending ? ending.cause : undefined;
  }

  get startedAt(): Instant {
    return this.#child?.facts.startedAt ?? this.#mapRun.startedAt;
  }

  get stoppedAt(): Instant | undefined {
    return this.#child?.ended?.at;
  }

  get #child(): ExecutionRun | undefined {
    return this.#mapRun.children[this.#index];
  }

  get #ending(): Ending | undefined {
    return this.#child?.ended?.ending;
  }
}
