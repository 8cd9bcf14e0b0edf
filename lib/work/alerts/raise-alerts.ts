import type { Services } from "../../services.ts";
import { alertStore, type Notice } from "./alert-store.ts";
import { noticeBody } from "./notice-body.ts";
import { outcomeOf } from "./post-notice.ts";
import { tellReceiver } from "./tell-receiver.ts";

export interface AlertReport {
  opened: number;
  closed: number;
  /** Notices that a receiver took. */
  delivered: number;
}

/**
 * Opens and closes alerts by what is true now, then tells each receiver of each once: its opening and its end. Throws Problem
 * when the database does not answer; a receiver that does not is tried again by later ticks.
 */
export async function raiseAlerts(services: Services): Promise<AlertReport> {
  const { config, db } = services;
  const { opened, closed, notices } = await alertStore.watch(db, config.alertWebhookUrl !== null);
  const told = await Promise.all(notices.map((notice) => tell(services, notice)));
  return { opened, closed, delivered: told.filter(Boolean).length };
}

async function tell(services: Services, notice: Notice): Promise<boolean> {
  const { config, db, log, vendors } = services;
  const { id, phase, kind, receiver, sealed, workspace } = notice;
  const body = { ...noticeBody(notice, config.publicUrl, vendors) };
  const to = { workspace: workspace.id, receiver, sealed };
  const answer = outcomeOf(await tellReceiver(services, to, { id: notice.webhookId, body }));
  if (answer.outcome !== "delivered") {
    log.warn({ alert: id, phase, kind, receiver, ...answer }, "alert not delivered");
  }
  await alertStore.settle(db, notice, answer);
  return answer.outcome === "delivered";
}
