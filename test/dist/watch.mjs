import { spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { environment } from "./command.mjs";

const SECONDS = 60;

/** A command that goes on until it is ended: `printed(pattern)` waits for what it says and answers all it said since the last time. */
export function start(cwd, command, ...args) {
  const child = spawn(command, args, { cwd, env: { ...environment, CI: "" }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  return {
    async printed(pattern) {
      for (let waited = 0; !pattern.test(said); waited += 0.05) {
        if (waited > SECONDS || child.exitCode !== null) throw new Error(`${pattern} was not printed, but:\n${said}`);
        await setTimeout(50);
      }
      const text = stripVTControlCharacters(said);
      said = "";
      return text;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const gone = new Promise((resolve) => child.once("close", resolve));
      child.kill();
      await Promise.race([gone, setTimeout(5_000).then(() => child.kill("SIGKILL"))]);
    },
  };
}
