import type { PassKind } from "../../model/codes.ts";
import type { Provider } from "../../model/provider.ts";
import { ableProviders } from "../../outbox/providers-of.ts";
import type { Services } from "../../services.ts";
import { configuredPart } from "../../vendors/vendors.ts";
import { reconcileCalls } from "./reconcile-calls.ts";
import { reconcileIdentities } from "./reconcile-identities.ts";
import { reconcileMessages } from "./reconcile-messages.ts";
import { type PassEnd, reconcileStore } from "./reconcile-store.ts";
import type { Note } from "./record-finding.ts";

export interface ReconcileReport {
  /** Events that nobody told us of. */
  found: number;
  /** Of these, those that took effect; the rest is tried again like any failed event. */
  healed: number;
  /** Channels that may have something to send now. */
  channels: Set<string>;
}

/** What identities may take of it: five lookups that hang would take it all. */
const identitiesMs = 8_000;
const messagesMs = 12_000;

/**
 * The passes that are due: asks whose calls they are for calls, and the provider for messages and numbers, that we missed. Safe to run
 * any number of times and at once; never throws, as sending must not suffer from it. After `budgetMs` no request to the
 * outside begins: the one that is on its way then may still take its own time limit.
 */
export async function reconcile(
  services: Services,
  { budgetMs = 25_000 }: { budgetMs?: number } = {},
): Promise<ReconcileReport> {
  const { db } = services;
  const deadline = performance.now() + budgetMs;
  const within = (ms: number) => Math.min(deadline, performance.now() + ms);
  const report: ReconcileReport = { found: 0, healed: 0, channels: new Set() };
  const note: Note = ({ outcome, channels }) => {
    if (outcome === "processed" || outcome === "failed") report.found += 1;
    if (outcome === "processed") report.healed += 1;
    for (const channel of channels) report.channels.add(channel);
  };
  // What is taken without the time for it would wait for its next turn.
  if (budgetMs <= 0) return report;
  const callList = configuredPart(services.vendors, services.config.vendors, "calls");
  try {
    const able = await ableProviders(services);
    const channelsThat = (can: (provider: Provider) => unknown) =>
      able.filter(({ provider }) => can(provider)).map(({ channel }) => channel);
    const due = await reconcileStore.take(db, {
      calls: callList?.vendor.name ?? null,
      logs: channelsThat(({ sentLog }) => sentLog),
      identities: channelsThat(({ phoneOfLid }) => phoneOfLid),
    });
    const pass = (kind: PassKind, work: () => Promise<PassEnd>) => runPass(services, kind, due.beganAt, work);
    const { calls, messages, identities } = due;
    if (messages.length > 0)
      await pass("messages", () => reconcileMessages(services, messages, note, within(messagesMs)));
    if (identities.length > 0)
      await pass("identities", () => reconcileIdentities(services, identities, note, within(identitiesMs)));
    if (calls && callList) {
      await pass("calls", async () => {
        const source = { name: callList.vendor.name, list: await callList.load() };
        return reconcileCalls(services, source, calls, note, deadline);
      });
    }
  } catch (error) {
    services.log.error({ err: error }, "reconciliation stopped");
  }
  return report;
}

async function runPass(
  services: Services,
  kind: PassKind,
  beganAt: string,
  work: () => Promise<PassEnd>,
): Promise<void> {
  let end: PassEnd;
  try {
    end = await work();
  } catch (error) {
    services.log.error({ err: error, kind }, "a reconciliation pass failed");
    end = { error: { code: "internal", message: "Something went wrong on our side.", waitMs: null } };
  }
  if (end.error) services.log.warn({ kind, code: end.error.code }, end.error.message);
  await reconcileStore.finish(services.db, kind, beganAt, end);
}
