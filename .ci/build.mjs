/** Builds `dist/`. tsdown's own command line would greet every demo on Node 20 with a warning about Node 20. */
import { build } from "tsdown";

await build({ logLevel: "warn" });
