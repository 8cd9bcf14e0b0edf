import type { Services } from "../../services.ts";
import { alertStore, type Notice } from "./alert-store.ts";
import { noticeBody } from "./notice-body.ts";
import { postNotice } from "./post-notice.ts";

export interface AlertReport {
  opened: number;
  closed: number;
  /** Notices that the receiver of ALERT_WEBHOOK_URL took. */
  delivered: number;
}

/**
 * Opens and closes alerts by what is true now, then tells people of each once: its opening and its end. Throws Problem
 * when the database does not answer; a receiver that does not is tried again by later ticks.
 */
export async function raiseAlerts(services: Services): Promise<AlertReport> {
  const { config, db } = services;
  const { opened, closed, notices } = await alertStore.watch(db, config.alertWebhookUrl !== null);
  const told = await Promise.all(notices.map((notice) => tell(services, notice)));
  return { opened, closed, delivered: told.filter(Boolean).length };
}

async function tell({ config, db, log, vendors }: Services, notice: Notice): Promise<boolean> {
  const answer = await postNotice(
    { url: config.alertWebhookUrl!, secret: config.alertWebhookSecret },
    notice.webhookId,
    noticeBody(notice, config.publicUrl, vendors),
  );
  const { id, phase, kind } = notice;
  if (answer.outcome !== "delivered") log.warn({ alert: id, phase, kind, ...answer }, "alert not delivered");
  await alertStore.settle(db, notice, answer);
  return answer.outcome === "delivered";
}
