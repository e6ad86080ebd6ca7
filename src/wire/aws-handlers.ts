import type { RequestHandler } from "msw";
import { http, passthrough } from "msw";
import type { MockAws } from "../aws/mock-aws.ts";
import { AwsServer } from "./aws-server.ts";
import { fetchResponse, wireRequest } from "./fetch-messages.ts";
import { patienceOf } from "./patience.ts";
import { RetryPauses } from "./retry-pauses.ts";

/**
 * MSW request handlers that answer calls to AWS from a world's mocks, for a server that is set up by hand. All other requests are left to
 * the other handlers. They see neither HTTP/2 nor the environment: {@link interceptAws} covers these, too.
 *
 * @example
 * const server = setupServer(...awsHandlers(mockAws({ sns: { publish: { MessageId: "m-1" } } })));
 * server.listen();
 * const client = new SNSClient({ region: "us-east-1", credentials: { accessKeyId: "none", secretAccessKey: "none" } });
 * const published = await client.send(new PublishCommand({ TopicArn: "arn:aws:sns:us-east-1:123456789012:orders", Message: "hello" }));
 * server.close();
 * expect(published.MessageId).toBe("m-1");
 */
export function awsHandlers(aws: MockAws): RequestHandler[] {
  const server = new AwsServer(aws, new RetryPauses(), patienceOf());
  return handlersOf(() => server);
}

/** Handlers for whichever world answers the code that asks; none, and they are as good as not there. */
export function handlersOf(current: () => AwsServer | undefined): RequestHandler[] {
  const takes = (request: Request): boolean => current()?.takes(new URL(request.url), request.headers.get("authorization")) ?? false;
  return [
    http.all(
      ({ request }) => current()?.letsPass(new URL(request.url)) ?? false,
      () => passthrough(),
    ),
    http.all(
      ({ request }) => takes(request),
      async ({ request }) => {
        const server = current();
        return server && fetchResponse(await server.answer(new URL(request.url), wireRequest(request), server.caller));
      },
    ),
  ];
}
