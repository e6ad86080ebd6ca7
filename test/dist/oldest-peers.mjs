import { lockedClients, lockedVersions } from "./cache.mjs";

/** The first version of AWS SDK clients that the library reads. */
const OLDEST_CLIENT = "3.969.0";

/** Clients without that version, with the next that there is. */
const NEXT = {
  "@aws-sdk/client-athena": "3.971.0",
  "@aws-sdk/client-batch": "3.970.0",
  "@aws-sdk/client-eventbridge": "3.970.0",
  "@aws-sdk/client-glue": "3.982.0",
  "@aws-sdk/client-kinesis": "3.970.0",
};

/** The oldest versions that the library promises to work with. */
export async function oldestPeers() {
  const clients = Object.keys(await lockedClients()).map((name) => [name, NEXT[name] ?? OLDEST_CLIENT]);
  const others = { vitest: "4.1.0", msw: "2.12.0", "fast-check": "4.0.0" };
  return { ...Object.fromEntries(clients), ...others, ...(await lockedVersions("@types/node", "@smithy/credential-provider-imds")) };
}
