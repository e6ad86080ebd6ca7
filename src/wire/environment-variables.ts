/** What SDKs find in the environment when nobody configures them. */
const CREDENTIALS: { readonly [name: string]: string | undefined } = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "not-a-secret",
  AWS_SESSION_TOKEN: undefined,
  // A profile would come before the keys, and could ask a single sign-on portal.
  AWS_PROFILE: undefined,
};

/** Gives SDKs dummy credentials, and a region where there is none; answers what puts the environment back. */
export function dummyEnvironment(region: string): () => void {
  const set = { ...CREDENTIALS, ...(process.env["AWS_REGION"] === undefined && { AWS_REGION: region }) };
  const before = Object.keys(set).map((name) => [name, process.env[name]] as const);
  for (const [name, value] of Object.entries(set)) assign(name, value);
  return () => {
    for (const [name, value] of before) assign(name, value);
  };
}

function assign(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
