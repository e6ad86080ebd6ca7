import type { Linkers } from "../linker.ts";
import { linkChoice } from "./choice.ts";
import { linkFail } from "./fail.ts";
import { linkMap } from "./map.ts";
import { linkParallel } from "./parallel.ts";
import { linkPass } from "./pass.ts";
import { linkSucceed } from "./succeed.ts";
import { linkTask } from "./task.ts";
import { linkWait } from "./wait.ts";

/** One linker per state type. */
export const linkers: Linkers = {
  Pass: linkPass,
  Task: linkTask,
  Choice: linkChoice,
  Wait: linkWait,
  Succeed: linkSucceed,
  Fail: linkFail,
  Parallel: linkParallel,
  Map: linkMap,
};
