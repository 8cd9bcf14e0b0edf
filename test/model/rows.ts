import type { Sql } from "postgres";

/** What the database holds, as far as the promises speak of it. Times are ms since 1970. */
export interface Rows {
  messages: MessageRow[];
  attempts: AttemptRow[];
  calls: CallRow[];
  asks: AskRow[];
  contacts: ContactRow[];
  identities: { contact: number; value: string }[];
  requests: RequestRow[];
  channel: { state: string; pauseReason: string | null };
  incidents: number;
}

export interface MessageRow {
  id: number;
  contact: number;
  direction: "in" | "out";
  purpose: "follow_up" | "reminder" | "consent_notice" | "typed" | "inbound";
  status: string;
  code: string | null;
  call: number | null;
  ask: number | null;
  recipient: string | null;
  askOpen: boolean;
  priority: number;
  dueAt: number;
  liveUntil: number;
  expiresAt: number | null;
  attempt: number;
  providerId: string | null;
  whatsappId: string | null;
  acknowledged: boolean;
  createdAt: number;
}

export interface AttemptRow {
  message: number;
  attempt: number;
  startedAt: number;
  leaseUntil: number;
  outcome: string;
  code: string | null;
}

export interface CallRow {
  id: number;
  name: string | null;
  contact: number | null;
  ended: boolean;
  /** What the rules, or a person, say of it. */
  decidedToSend: boolean;
  shouldSend: boolean;
  code: string;
  coveredBy: number | null;
  bill: boolean;
  evidence: string | null;
}

export interface AskRow {
  id: number;
  contact: number | null;
  call: number | null;
  purpose: string;
  isOpen: boolean;
  shouldSend: boolean;
  code: string;
  evidence: string | null;
  /** The call of the ask that covers it. */
  coveringCall: number | null;
}

export interface ContactRow {
  id: number;
  out: boolean;
  merged: boolean;
}

export interface RequestRow {
  id: number;
  outcome: string;
  reason: string | null;
  duplicateOf: number | null;
  dead: boolean;
  nextTryAt: number | null;
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;
const list = (fields: string, from: string) =>
  `(select coalesce(jsonb_agg(jsonb_build_object(${fields}) order by id), '[]') from ${from})`;

const query = `select jsonb_build_object(
  'messages', ${list(
    `'id', id, 'contact', contact_id, 'direction', direction, 'purpose', purpose, 'status', status,
     'code', reason_code, 'call', call_id, 'ask', ask_id, 'recipient', recipient, 'askOpen', ask_open, 'priority', priority,
     'dueAt', ${ms("due_at")}, 'liveUntil', ${ms("live_until")}, 'expiresAt', ${ms("expires_at")},
     'attempt', attempt, 'providerId', provider_message_id, 'whatsappId', whatsapp_message_id,
     'acknowledged', acknowledged_at is not null, 'createdAt', ${ms("created_at")}`,
    "whatsapp_messages",
  )},
  'attempts', ${list(
    `'message', message_id, 'attempt', attempt, 'startedAt', ${ms("started_at")},
     'leaseUntil', ${ms("lease_until")}, 'outcome', outcome, 'code', code`,
    "whatsapp_send_attempts",
  )},
  'calls', ${list(
    `'id', id, 'name', cloudtalk_call_id, 'contact', contact_id, 'ended', ended, 'decidedToSend', decision -> 'send',
     'shouldSend', should_send, 'code', should_send_code, 'coveredBy', covered_by,
     'bill', electricity_bill_received, 'evidence', electricity_bill_evidence`,
    "cloudtalk_calls",
  )},
  'asks', ${list(
    `'id', id, 'contact', contact_id, 'call', call_id, 'purpose', purpose, 'isOpen', is_open, 'shouldSend', should_send,
     'code', code, 'evidence', evidence, 'coveringCall', (select o.call_id from asks o where o.id = asks.covered_by)`,
    "asks",
  )},
  'contacts', ${list(
    `'id', id, 'out', opted_out_at is not null, 'merged', merged_into is not null`,
    "contacts",
  )},
  'identities', (select coalesce(jsonb_agg(jsonb_build_object('contact', contact_id, 'value', value)), '[]')
     from contact_identities),
  'requests', ${list(
    `'id', id, 'outcome', outcome, 'reason', reason, 'duplicateOf', duplicate_of,
     'dead', dead_lettered_at is not null, 'nextTryAt', ${ms("next_try_at")}`,
    "webhook_requests",
  )},
  'channel', (select jsonb_build_object('state', state, 'pauseReason', pause_reason) from channels),
  'incidents', (select count(*) from channel_incidents)) as rows`;

/** One statement, so one moment. */
export async function readRows(sql: Sql): Promise<Rows> {
  const [answer] = await sql.unsafe<[{ rows: Rows }]>(query);
  return answer.rows;
}
