import type { OptionSet } from "../../../base/check-options.ts";
import { checkOptions, objectOf, optionSet, text } from "../../../base/check-options.ts";
import { UsageError } from "../../../base/errors.ts";
import { frozenJson } from "../../../base/frozen-json.ts";
import type { Json, JsonObject } from "../../../base/json.ts";
import type { DeliveryTarget } from "../delivery-target.ts";
import { deliver } from "../delivery-target.ts";
import { compilePattern } from "../event-pattern/event-pattern.ts";
import type { StandInWorld } from "../world.ts";

/** A rule of an event bus. */
export interface RuleOptions {
  readonly name?: string | undefined;
  /** Which events are delivered, as EventBridge writes it. */
  readonly pattern: object;
  /** Queues, functions under `lambda` by their names, machines of `aws.stateMachines`, or mocks; each gets the whole event. */
  readonly targets: readonly DeliveryTarget[];
}

interface Rule {
  readonly name: string;
  readonly matches: (event: JsonObject) => boolean;
  readonly targets: readonly DeliveryTarget[];
}

const OPTIONS: OptionSet = optionSet<RuleOptions>("a rule", "", {
  name: text,
  pattern: objectOf("an event pattern", 'For example `{ source: ["orders"] }`.'),
  targets: { holds: (value) => Array.isArray(value) && value.length > 0, wanted: "an array of targets" },
});

/** An event bus of a world; `aws.events` is the default one, others are made by `aws.events.createBus`. */
export class EventBus {
  readonly name: string;
  readonly arn: string;
  readonly #world: StandInWorld;
  readonly #rules: Rule[] = [];

  /** @internal */
  constructor(name: string, world: StandInWorld) {
    this.name = name;
    this.arn = world.arn("events", `event-bus/${name}`);
    this.#world = world;
  }

  /** Delivers the events that match from now on. Throws a UsageError for a pattern that cannot be, such as one with an unknown operator. */
  addRule(rule: RuleOptions): void {
    this.#world.demandAlive(`event bus ${this.name}`);
    checkOptions(rule, OPTIONS);
    if (rule.pattern === undefined || rule.targets === undefined) throw incompleteRule();
    const name = rule.name ?? `rule-${this.#rules.length + 1}`;
    this.#rules.push({ name, matches: compilePattern(frozenJson(rule.pattern) as JsonObject), targets: rule.targets });
  }

  /** @internal */
  take(event: JsonObject): void {
    for (const rule of this.#rules) if (rule.matches(event)) this.#deliver(event, rule);
  }

  #deliver(event: Json, { name, targets }: Rule): void {
    const body = JSON.stringify(event);
    const delivery = { body, event, attributes: {}, groupId: undefined, deduplicationId: undefined };
    for (const target of targets) deliver(this.#world, target, delivery, event, `the rule ${name} of the event bus ${this.name}`);
  }
}

function incompleteRule(): UsageError {
  return new UsageError("A rule needs a `pattern` and `targets`.", {
    code: "INVALID_OPTION",
    hint: 'For example `aws.events.addRule({ pattern: { source: ["orders"] }, targets: [queue] })`.',
  });
}
