import { instant } from "../base/brand.ts";
import { LimitError } from "../base/errors.ts";
import type { Stop } from "../kernel/goal.ts";
import type { Kernel } from "../kernel/kernel.ts";

/** Seconds of real time for a mock's promise to settle, and virtual time for a world to come to rest. */
export const REAL_SECONDS = 4;
export const LONGEST_MS: number = 366 * 86_400_000;

/** Moves a world's time forward, running all that falls due on the way. */
export async function advanceBy(kernel: Kernel, milliseconds: number): Promise<void> {
  const target = instant(kernel.now() + milliseconds);
  if ((await drive(kernel, target)) === "idle") kernel.advanceTo(target);
}

/** Runs a world until nothing is left to do. Throws a LimitError when it does not come to rest within a year. */
export async function runToIdle(kernel: Kernel): Promise<void> {
  if ((await drive(kernel, kernel.now() + LONGEST_MS)) === "idle") return;
  throw new LimitError("The world has not come to rest after a year of virtual time.", {
    code: "TOO_MUCH_TIME",
    hint: "Something goes on for ever, such as a loop of a machine. Move the time with `advance()` instead.",
  });
}

function drive(kernel: Kernel, horizon: number): Stop | Promise<Stop> {
  return kernel.drive({ horizon: instant(horizon), realSeconds: REAL_SECONDS, stuck: stuckMock });
}

export function stuckMock(labels: readonly string[]): LimitError {
  return new LimitError(
    `A mock has not answered for ${REAL_SECONDS} s of real time:\n\n${labels.map((label) => `  ${label}`).join("\n")}`,
    {
      code: "MOCK_NEVER_SETTLES",
      hint: "Its promise never settled, or its callback was never called. Let it answer, use hangs() for a service that never answers, or `context.sleep()` to wait in virtual time.",
    },
  );
}
