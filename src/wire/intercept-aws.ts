import type { SetupServer } from "msw/node";
import { setupServer } from "msw/node";
import type { MockAws } from "../aws/mock-aws.ts";
import type { OptionSet } from "../base/check-options.ts";
import { checkOptions, objectOf, optionSet } from "../base/check-options.ts";
import { handlersOf } from "./aws-handlers.ts";
import { interceptions } from "./interceptions.ts";
import type { PatienceOptions } from "./patience.ts";
import { patienceObject, patienceOf } from "./patience.ts";

/** What calls to AWS go through. */
export interface InterceptOptions {
  /** An MSW server that is listening already; without one, a server is set up that lets all other requests pass. */
  readonly server?: SetupServer;
  /** Real time that a world gives to code which it has answered; the latest call for a world counts. */
  readonly patience?: PatienceOptions;
}

/** Calls to AWS that a world answers, until it is closed; `using` closes it by itself. */
export interface AwsInterception {
  /** The MSW server; its own handlers for AWS, added by `server.use()` later, come first. */
  readonly server: SetupServer;
  /** Makes a function in which this world answers, whatever is intercepted elsewhere at the same time: for concurrent tests. */
  boundary<Parameters extends unknown[], Result>(run: (...parameters: Parameters) => Result): (...parameters: Parameters) => Result;
  /** Ends it, and puts the environment back once nothing is intercepted any more. */
  close(): void;
  [Symbol.dispose](): void;
}

const interceptOptionSet: OptionSet = optionSet<InterceptOptions>("interceptAws", "", {
  server: objectOf("an MSW server made by `setupServer()`"),
  patience: patienceObject,
});

/**
 * Answers the calls that user code makes to AWS by SDK clients from a world's mocks, HTTP/2 clients included; nothing of it reaches the
 * network, and all other traffic is left alone. While it is open, SDKs find dummy credentials and a region, and retry without pauses.
 * A second call replaces the world, outside of `boundary`. Throws a UsageError for options that do not exist.
 *
 * @example
 * const aws = mockAws({ sqs: { sendMessage: { MessageId: "m-1" } } });
 * using _ = interceptAws(aws);
 * const sent = await new SQSClient().send(new SendMessageCommand({ QueueUrl: "https://sqs.us-east-1.amazonaws.com/1/orders", MessageBody: "o-1" }));
 * expect(sent.MessageId).toBe("m-1");
 * expect(aws.calls("sqs:sendMessage")).toHaveLength(1);
 */
export function interceptAws(aws: MockAws, options: InterceptOptions = {}): AwsInterception {
  checkOptions(options, interceptOptionSet);
  const interception = interceptions.open(aws, patienceOf(options.patience));
  const attachment = options.server === undefined ? ownServer() : attach(options.server);
  const close = (): void => {
    interceptions.close(interception);
    attachment.detach();
  };
  return {
    server: attachment.server,
    boundary:
      (run) =>
      (...parameters) =>
        interceptions.within(interception, () => run(...parameters)),
    close,
    [Symbol.dispose]: close,
  };
}

interface Attachment {
  readonly server: SetupServer;
  detach(): void;
}

let own: SetupServer | undefined;

/** MSW 2 has one name for it, MSW 3 another. */
const lettingOthersPass = { onUnhandledRequest: "bypass", onUnhandledFrame: "bypass" } as const;

/** The server of those who bring none; one for the process, and open while anything is intercepted. */
function ownServer(): Attachment {
  const server = own ?? setupServer(...handlersOf(() => interceptions.current));
  if (own === undefined) server.listen(lettingOthersPass);
  own = server;
  return { server, detach: closeOwn };
}

function closeOwn(): void {
  if (interceptions.isOpen) return;
  own?.close();
  own = undefined;
}

/** Puts our handlers before the user's, and keeps them there: `resetHandlers()` is for those of a test. */
function attach(server: SetupServer): Attachment {
  const handlers = handlersOf(() => interceptions.current);
  const resetHandlers = server.resetHandlers.bind(server);
  server.use(...handlers);
  server.resetHandlers = (...next) => {
    resetHandlers(...next);
    server.use(...handlers);
  };
  return {
    server,
    detach: () => {
      server.resetHandlers = resetHandlers;
      closeOwn();
    },
  };
}
