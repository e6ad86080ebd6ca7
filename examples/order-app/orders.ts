import { setTimeout as pause } from "node:timers/promises";
import type { DescribeExecutionOutput } from "@aws-sdk/client-sfn";
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";

export interface Order {
  readonly id: string;
  readonly items: readonly string[];
}

export type OrderReport =
  | { readonly kind: "underway" }
  | { readonly kind: "dispatched"; readonly parcel: string }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "cancelled" };

const sfn = new SFNClient();

/** Orders as the shop sees them; behind each is an execution that bears its number. */
export class Orders {
  readonly #stateMachineArn: string;
  readonly #pauseMs: number;

  constructor(stateMachineArn: string, pauseMs = 1000) {
    this.#stateMachineArn = stateMachineArn;
    this.#pauseMs = pauseMs;
  }

  /** Takes an order; `false` for a number that was taken with other items. */
  async place(order: Order): Promise<boolean> {
    const execution = { stateMachineArn: this.#stateMachineArn, name: order.id, input: JSON.stringify(order) };
    try {
      await sfn.send(new StartExecutionCommand(execution));
      return true;
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return false;
      throw error;
    }
  }

  async report(id: string): Promise<OrderReport> {
    return reportOf(await sfn.send(new DescribeExecutionCommand({ executionArn: this.#executionArn(id) })));
  }

  /** The last report, once there is nothing more to come. */
  async outcome(id: string): Promise<OrderReport> {
    for (;;) {
      const report = await this.report(id);
      if (report.kind !== "underway") return report;
      await pause(this.#pauseMs);
    }
  }

  async cancel(id: string): Promise<void> {
    await sfn.send(new StopExecutionCommand({ executionArn: this.#executionArn(id), error: "Cancelled", cause: "by the customer" }));
  }

  #executionArn(id: string): string {
    return `${this.#stateMachineArn.replace(":stateMachine:", ":execution:")}:${id}`;
  }
}

function reportOf({ status, output, error }: DescribeExecutionOutput): OrderReport {
  switch (status) {
    case "RUNNING":
      return { kind: "underway" };
    case "SUCCEEDED":
      return { kind: "dispatched", parcel: (JSON.parse(output ?? "{}") as { readonly parcel: string }).parcel };
    case "ABORTED":
      return { kind: "cancelled" };
    default:
      return { kind: "failed", reason: error ?? "unknown" };
  }
}
