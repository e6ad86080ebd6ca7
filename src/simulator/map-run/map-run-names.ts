import type { StateRef } from "../../history/state-ref.ts";
import type { ChildMachine, TaskLine } from "../../interpreter/ports.ts";
import { drawUuid } from "../../kernel/random.ts";
import type { Facts } from "../result.ts";

/** What AWS calls a Map Run, its children, and the machine that these run. */
export class MapRunNames {
  readonly arn: string;
  readonly label: string;
  readonly childMachineArn: string;
  readonly #seed: number;
  /** What the ARNs of children begin with. */
  readonly #children: string;
  readonly #areExpress: boolean;

  /** Of an execution that is a child itself the label is left out. */
  constructor({ stateMachineArn, executionArn, seed }: Facts, { label, type }: ChildMachine, state: StateRef, line: TaskLine) {
    const [arn, aws, states, region, account, _kind, machine = ""] = stateMachineArn.split(":");
    const base = [arn, aws, states, region, account].join(":");
    const name = machine.split("/")[0] ?? "";
    this.label = label ?? drawUuid(seed, `map label|${name}|${state.pointer}`);
    this.arn = `${base}:mapRun:${name}/${this.label}:${drawUuid(seed, `${executionArn}|${line.uuid()}`)}`;
    this.childMachineArn = `${base}:stateMachine:${name}/${this.label}`;
    this.#seed = seed;
    this.#areExpress = type === "EXPRESS";
    this.#children = `${base}:${this.#areExpress ? "express" : "execution"}:${name}/${this.label}`;
  }

  /** Of the first child 0, and so on. */
  child(index: number): string {
    return drawUuid(this.#seed, `${this.arn}|${index}`);
  }

  childArn(index: number): string {
    const arn = `${this.#children}:${this.child(index)}`;
    return this.#areExpress ? `${arn}:${drawUuid(this.#seed, `${this.arn}|${index}|express`)}` : arn;
  }
}
