/** What Node needs to run nothing at all. */
import { peakMemory } from "./peak-memory.mjs";

process.stdout.write(String(peakMemory()));
