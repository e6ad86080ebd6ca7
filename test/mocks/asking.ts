import type { Execution, Mocks, RunOptions } from "sfn-testkit";
import { after, runStateMachine } from "sfn-testkit";
import { machine, task } from "../running/machines.ts";

/** A machine whose one state, `Charge`, calls the function `charge`. */
export const charging: object = machine({ Charge: task("charge") });

/** The same, entered three times. */
export const chargingThrice: object = machine({
  One: task("charge", { Next: "Two", ResultPath: "$.one" }),
  Two: task("charge", { Next: "Three", ResultPath: "$.two" }),
  Three: task("charge", { ResultPath: "$.three" }),
});

/** What `charge` answers when this is its mock. */
export function charged(mock: Mocks[string], options: RunOptions = {}): Promise<Execution> {
  return runStateMachine(charging, { ...options, mocks: { lambda: { charge: mock } } as Mocks });
}

/** Answers so many virtual seconds later. */
export const later = (seconds: number, mock: unknown): ReturnType<typeof after> => after(seconds, mock);
