import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";

export interface SeenSend {
  to: string;
  text: string;
  /** The rest of the body: an address and a name, of a file. */
  file: Record<string, string>;
  /** The database's time when it arrived. */
  at: Date;
}

type Answer = () => Response | Promise<Response>;

/** A row of Wasender's log of sends, as `GET /whatsapp-sessions/{id}/message-logs` shows it (Wasender docs, get-message-logs). */
export interface LogRow {
  id: number;
  whatsapp_session_id: number;
  to: string | null;
  content: string | null;
  status: string;
  failed_reason: string | null;
  created_at: string;
  updated_at: string;
}

export const wasenderDoubleUrl = "https://wasender.test/api";

/** Wasender in this process: what a customer's phone would have seen, and answers that a test chooses. */
export function wasenderDouble(now: () => Promise<Date>) {
  const sends: SeenSend[] = [];
  const sendKeys: string[] = [];
  const planned: Answer[] = [];
  const infos = new Map<string, object>();
  const phones = new Map<string, string>();
  const lids = new Map<string, string>();
  const lookups: string[] = [];
  const lidLookups: string[] = [];
  const logRows: LogRow[] = [];
  const logPages: number[] = [];
  const plannedLogs: (Answer | null)[] = [];
  let isOldestFirst = false;
  let status: Answer = () => HttpResponse.json({ status: "connected" });
  const linkKeys: string[] = [];
  const linked: string[] = [];
  const noCode = () =>
    HttpResponse.json({ success: false, message: "No QR code available." }, { status: 400 });
  let qr: Answer = noCode;
  let linking: Answer = () => HttpResponse.json({ success: true, data: { status: "CONNECTED" } });
  let nextId = 58_000_001;
  function log(to: string | null, text: string | null, over: Partial<LogRow> = {}): LogRow {
    const created_at = over.created_at ?? new Date(0).toISOString();
    const content = text === null ? null : JSON.stringify({ text });
    const row = {
      id: nextId++,
      whatsapp_session_id: 12345,
      to,
      content,
      status: "sent",
      failed_reason: null,
    };
    const whole = { ...row, created_at, updated_at: created_at, ...over };
    logRows.push(whole);
    return whole;
  }
  const server = setupServer(
    http.post(`${wasenderDoubleUrl}/send-message`, async ({ request }) => {
      const { to, text, ...file } = (await request.json()) as { to: string; text: string };
      const at = await now();
      sends.push({ to, text, file, at });
      sendKeys.push((request.headers.get("authorization") ?? "").replace("Bearer ", ""));
      const answer = planned.shift();
      if (answer) return answer();
      const msgId = nextId++;
      log(to, text, { id: msgId, created_at: sends.at(-1)!.at.toISOString() });
      return HttpResponse.json({ success: true, data: { msgId, jid: to, status: "in_progress" } });
    }),
    http.get(`${wasenderDoubleUrl}/messages/:id/info`, ({ params }) => {
      const info = infos.get(String(params.id));
      return info
        ? HttpResponse.json(info)
        : HttpResponse.json({ success: false, message: "Not found" }, { status: 404 });
    }),
    http.get(`${wasenderDoubleUrl}/whatsapp-sessions/:id/message-logs`, ({ request }) => {
      const query = new URL(request.url).searchParams;
      const [page, per_page] = [Number(query.get("page") ?? 1), Number(query.get("per_page") ?? 15)];
      logPages.push(page);
      const answer = plannedLogs.shift();
      if (answer) return answer();
      const sorted = logRows.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
      if (isOldestFirst) sorted.reverse();
      return HttpResponse.json({
        current_page: page,
        data: sorted.slice((page - 1) * per_page, page * per_page),
        per_page,
        total: sorted.length,
        last_page: Math.max(1, Math.ceil(sorted.length / per_page)),
      });
    }),
    http.get(`${wasenderDoubleUrl}/status`, () => status()),
    http.get(`${wasenderDoubleUrl}/whatsapp-sessions/:id/qrcode`, ({ request }) => {
      linkKeys.push((request.headers.get("authorization") ?? "").replace("Bearer ", ""));
      return qr();
    }),
    http.post(`${wasenderDoubleUrl}/whatsapp-sessions/:id/connect`, () => {
      linked.push("connect");
      return linking();
    }),
    // It has none of the files that are only spoken of.
    http.post(`${wasenderDoubleUrl}/decrypt-media`, () =>
      HttpResponse.json({ success: false, error: "Media not found." }, { status: 404 }),
    ),
    http.get(`${wasenderDoubleUrl}/pn-from-lid/:lid`, ({ params }) => {
      lookups.push(String(params.lid));
      const pn = phones.get(String(params.lid));
      return pn
        ? HttpResponse.json({ success: true, data: { pn } })
        : HttpResponse.json({ success: false, error: "LID not found or invalid." }, { status: 404 });
    }),
    http.get(`${wasenderDoubleUrl}/lid-from-pn/:pn`, ({ params }) => {
      lidLookups.push(String(params.pn));
      const lid = lids.get(String(params.pn));
      return lid
        ? HttpResponse.json({ success: true, data: { lid } })
        : HttpResponse.json({ success: false, error: "LID not found or invalid." }, { status: 404 });
    }),
  );
  server.listen({ onUnhandledRequest: "error" });
  return {
    /** Every send-message call, in order of arrival. */
    sends,
    /** With whose key each of them came: of two sessions, this double is both. */
    sendKeys,
    /** The next send-message gets this answer instead of an acceptance. */
    answerNext: (answer: Answer) => planned.push(answer),
    answerStatus: (answer: Answer) => {
      status = answer;
    },
    /** With whose key a code to scan was asked for. */
    linkKeys,
    /** Each time the session was told to connect. */
    linked,
    /** What `GET …/qrcode` gives to scan from now on; null: nothing. */
    answerQr: (code: string | null) => {
      qr = code === null ? noCode : () => HttpResponse.json({ success: true, data: { qrCode: code } });
    },
    answerConnect: (answer: Answer) => {
      linking = answer;
    },
    /** The log of sends: what was accepted is in it, and what a test adds. */
    log,
    logRows,
    /** Every page of the log that was asked for, in order. */
    logPages,
    /** The next page of the log gets this answer; null lets one through. */
    answerLog: (answer: Answer | null) => plannedLogs.push(answer),
    logOldestFirst: () => {
      isOldestFirst = true;
    },
    /** What `GET /messages/{msgId}/info` says of a message. */
    knows: (msgId: string, info: object) => infos.set(msgId, info),
    /** Every LID that was looked up, in order. */
    lookups,
    /** What `GET /pn-from-lid/{lid}` says of a LID: a JID. */
    knowsPhone: (lid: string, pn: string) => phones.set(lid, pn),
    /** Every JID whose LID was looked up, in order. */
    lidLookups,
    /** What `GET /lid-from-pn/{pn}` says of a JID: a LID. */
    knowsLid: (pn: string, lid: string) => lids.set(pn, lid),
    /** Answers of more of the outside, or other ones. */
    use: (...handlers: Parameters<typeof server.use>) => server.use(...handlers),
    close: () => server.close(),
  };
}

export type WasenderDouble = ReturnType<typeof wasenderDouble>;
