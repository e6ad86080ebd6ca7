import { readFileSync } from "node:fs";

/**
 * The most memory this process ever had resident, in bytes. Linux hands `maxRSS` on to the program that a process starts, so that
 * a small child would report its parent's; the kernel's own high-water mark of the present program does not have this flaw.
 */
export function peakMemory() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS * 1_024;
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
  return Number(kibibytes) * 1_024;
}
