import { Later } from "../../aws/later.ts";
import type { ApiException, ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { instant } from "../../base/brand.ts";
import { DeadlockError } from "../../base/errors.ts";
import type { Step } from "../../kernel/effect.ts";
import { signalled } from "../../kernel/effect.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { Signal } from "../../kernel/signal.ts";
import { stuckMock } from "../stops.ts";
import type { LaterAnswer } from "./operation.ts";

type Answer = ApiMembers | ApiException;

const REAL_SECONDS = 4;
const LONGEST_MS = 366 * 86_400_000;

/** An answer, as soon as it is there: time moves until then. Throws a DeadlockError when it never will be. */
export async function awaited(kernel: Kernel, operation: string, answer: Answer | LaterAnswer): Promise<Answer> {
  if (!(answer instanceof Later)) return answer;
  const signal = new Signal<Answer>(() => `the API waits to answer ${operation}`);
  answer.whenSettled((value) => kernel.signal(signal, value));
  const root = kernel.start(operation, heard(signal));
  const horizon = instant(kernel.now() + LONGEST_MS);
  await kernel.drive({ root, horizon, realSeconds: REAL_SECONDS, stuck: (labels) => stuckMock(labels, REAL_SECONDS) });
  const { outcome } = root;
  if (outcome !== undefined && "value" in outcome) return outcome.value as Answer;
  throw new DeadlockError(`${operation} is never answered.`, {
    code: "DEADLOCK",
    hint: "What it waits for waits for what nobody will do.",
  });
}

function* heard(signal: Signal<Answer>): Step<unknown> {
  return yield* signalled(signal);
}
