import { fromWebToken } from "@aws-sdk/credential-provider-web-identity";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/nested-clients/sts";
import { mockAws } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { describe, expect, test } from "vitest";
import { guardNetwork } from "./no-network.ts";

guardNetwork();

const credentials = { accessKeyId: "none", secretAccessKey: "none" };
const role = { roleArn: "arn:aws:iam::123456789012:role/shipping", roleSessionName: "test" };

describe("a role", () => {
  test("is assumed by a client of STS", async () => {
    using _ = interceptAws(mockAws({}, { accountId: "000000000042" }));

    const assumed = await new STSClient({ region: "eu-west-1", credentials }).send(
      new AssumeRoleCommand({ RoleArn: role.roleArn, RoleSessionName: role.roleSessionName }),
    );

    expect(assumed).toMatchObject({
      Credentials: {
        AccessKeyId: "AKIAIOSFODNN7EXAMPLE",
        SecretAccessKey: expect.any(String) as unknown,
        SessionToken: expect.any(String) as unknown,
        Expiration: new Date("2099-01-01T00:00:00Z"),
      },
      AssumedRoleUser: { Arn: "arn:aws:sts::000000000042:assumed-role/test/session" },
    });
  });

  test("is assumed with the token of a web identity, as pods and pipelines do", async () => {
    using _ = interceptAws(mockAws());
    const provide = fromWebToken({ ...role, webIdentityToken: "a.b.c", clientConfig: { region: "us-east-1" } });

    expect(await provide()).toMatchObject({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", expiration: new Date("2099-01-01T00:00:00Z") });
  });
});

/** A query as a client of STS writes it. */
const query = (action: string): Promise<Response> =>
  fetch("https://sts.us-east-1.amazonaws.com/", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ Action: action, Version: "2011-06-15" }),
  });

test("who asks STS for the caller is told the world's account", async () => {
  using _ = interceptAws(mockAws({}, { accountId: "000000000042" }));

  const answer = await query("GetCallerIdentity");

  expect(answer.headers.get("content-type")).toBe("text/xml");
  expect(await answer.text()).toBe(
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::000000000042:user/test</Arn><UserId>AIDAEXAMPLE</UserId>" +
      "<Account>000000000042</Account></GetCallerIdentityResult><ResponseMetadata/></GetCallerIdentityResponse>",
  );
});

test.each([
  ["what STS gives no credentials for is left to the mocks", "GetSessionToken", mockAws()],
  ["a mock of STS comes first", "GetCallerIdentity", mockAws({ "aws-sdk": { sts: { getCallerIdentity: { Account: "1" } } } })],
])("%s, which need the client to be read", async (_what, action, aws) => {
  using _ = interceptAws(aws);

  const answer = await query(action);

  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain("is a request to sts, which cannot be read without the SDK's client, which is not installed.");
});
