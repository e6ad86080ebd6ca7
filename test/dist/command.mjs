import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** What a command sees of the environment: no colours, and no test runner above it. */
export const environment = { ...process.env, CI: "1", NO_COLOR: "1", FORCE_COLOR: "0", NODE_TEST_CONTEXT: "" };

/** Runs a command and answers what it printed; a failing command's output becomes the error. */
export async function run(cwd, command, ...args) {
  try {
    const { stdout, stderr } = await execute(command, args, { cwd, env: environment, timeout: 240_000, maxBuffer: 2 ** 26 });
    return stdout + stderr;
  } catch (error) {
    throw new Error(`${command} ${args.join(" ")} failed:\n${error.stdout}\n${error.stderr}`);
  }
}
