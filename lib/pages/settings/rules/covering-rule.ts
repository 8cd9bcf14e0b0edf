import type { AnyConditions, AnyRule } from "../../../settings/lead-rules-setting.ts";

/** The first that takes every call which this rule fits, so that below it this rule is never asked. */
export function coveringRule(above: AnyRule[], rule: AnyRule): AnyRule | undefined {
  return above.find((other) => other.enabled && coversAll(other.when, rule.when));
}

/** As far as the conditions alone can tell: two that say the same in other words are taken for different. */
function coversAll(above: AnyConditions, below: AnyConditions): boolean {
  return (
    anyOf(above.direction, below.direction) &&
    anyOf(above.outcome, below.outcome) &&
    within(above.talkingSeconds, below.talkingSeconds) &&
    anyOf(above.agents, below.agents) &&
    anyOf(above.internalNumbers, below.internalNumbers) &&
    anyOf(above.tags?.any, below.tags?.any) &&
    anyOf(below.tags?.all ?? [], above.tags?.all ?? []) &&
    anyOf(below.tags?.none ?? [], above.tags?.none ?? []) &&
    anyOf(above.dispositions, below.dispositions) &&
    anyOf(above.campaigns, below.campaigns) &&
    anyOf(above.sources, below.sources) &&
    anyOf(above.forms, below.forms) &&
    anyOf(above.ads, below.ads) &&
    anyOf(above.countries, below.countries) &&
    anyOf(below.consents ?? [], above.consents ?? []) &&
    (above.contact === undefined || above.contact === below.contact) &&
    within(above.previousFollowUps, below.previousFollowUps) &&
    (above.custom ?? []).every((check) => (below.custom ?? []).some((other) => isSame(check, other)))
  );
}

/** Whether all of `below` are among `above`; not given is everything. */
function anyOf(above: readonly string[] | undefined, below: readonly string[] | undefined): boolean {
  if (above === undefined) return true;
  const known = new Set(above.map(plain));
  return below?.every((word) => known.has(plain(word))) ?? false;
}

type Range = AnyConditions["talkingSeconds"];

function within(above: Range, below: Range): boolean {
  const least = above?.min === undefined || (below?.min ?? -1) >= above.min;
  const most = above?.max === undefined || (below?.max ?? Number.POSITIVE_INFINITY) <= above.max;
  return least && most;
}

type Check = NonNullable<AnyConditions["custom"]>[number];

function isSame(one: Check, other: Check): boolean {
  return one.field === other.field && one.is === other.is && plain(one.value) === plain(other.value);
}

function plain(word = ""): string {
  return word.trim().toLowerCase();
}
