import type { OptionCheck } from "../../base/check-options.ts";
import { UsageError } from "../../base/errors.ts";
import { shownValue } from "../../base/shown-value.ts";
import { canonicalService } from "../resource.ts";

/** Where one service's calls go: a URL on this machine, or with leave one elsewhere. */
export type Endpoint = string | { readonly url: string; readonly allowRemote?: boolean };

/** By service, as mocks name it: `{ s3: "http://127.0.0.1:9000" }`. */
export interface EndpointOptions {
  readonly [service: string]: Endpoint;
}

/** What the option `endpoint` must be; what its members must be is checked by {@link endpointUrls}. */
export const endpointCheck: OptionCheck = {
  holds: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  wanted: "an object of URLs by service",
  hint: 'For example `{ s3: "http://127.0.0.1:9000" }`.',
};

/** The URLs by service. Throws a UsageError for what is no URL, and for one that leaves this machine without being allowed to. */
export function endpointUrls(options: EndpointOptions): ReadonlyMap<string, URL> {
  return new Map(Object.entries(options).map(([service, endpoint]) => [canonicalService(service), urlOf(service, endpoint)]));
}

function urlOf(service: string, endpoint: Endpoint): URL {
  const { url, allowRemote } = typeof endpoint === "string" ? { url: endpoint, allowRemote: false } : endpoint;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new UsageError(`\`endpoint.${service}\` must be a URL, but was ${shownValue(url)}.`, {
      code: "INVALID_OPTION",
      hint: endpointCheck.hint,
    });
  }
  if (allowRemote === true || isLoopback(parsed.hostname)) return parsed;
  throw new UsageError(`\`endpoint.${service}\` leaves this machine: ${parsed.href}`, {
    code: "REMOTE_ENDPOINT",
    hint: `If it is meant to, write \`{ url: ${JSON.stringify(url)}, allowRemote: true }\`.`,
  });
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}
