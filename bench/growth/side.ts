import postgres, { type Sql } from "postgres";
import { staffId } from "./create-grown-database.ts";

/** What the calls need to know of a database. */
export interface Facts {
  workspace: string;
  channel: string;
  /** Ids within the newest two weeks, where older pages begin. */
  call: number;
  message: number;
  /** WhatsApp ids of messages that we sent, of which nobody heard yet that they were read. */
  unread: string[];
}

/** One database, and the two who call its functions: each over one connection that stays, as a pool's do. */
export interface Side {
  staff: Sql;
  service: Sql;
  /** To arrange things between two calls. */
  owner: Sql;
  facts: Facts;
  close(): Promise<void>;
}

/** `notice` hears what the server says beside its answers. */
export async function openSide(url: string, notice: (message: string) => void = () => {}): Promise<Side> {
  const connect = () =>
    postgres(url, { max: 1, max_lifetime: null, onnotice: ({ message }) => notice(message ?? "") });
  const [staff, service, owner] = [connect(), connect(), connect()];
  await staff`select set_config('request.jwt.claim.sub', ${staffId}, false),
    set_config('request.jwt.claims', ${JSON.stringify({ sub: staffId, role: "authenticated" })}, false)`;
  const [home] = await owner<[Omit<Facts, "unread">]>`
    select w.id as workspace, c.id as channel,
      (select (max(call_id) - 100)::integer from whatsapp_messages where status = 'read') as call,
      (select (max(id) - 500)::integer from whatsapp_messages where status = 'read') as message
    from workspaces w join channels c on c.workspace_id = w.id`;
  const unread = await owner<{ id: string }[]>`
    select whatsapp_message_id as id from whatsapp_messages where purpose = 'typed' order by id desc limit 400`;
  await staff`set role authenticated`;
  await service`set role service_role`;
  return {
    staff,
    service,
    owner,
    facts: { ...home, unread: unread.map(({ id }) => id) },
    async close() {
      await Promise.all([staff, service, owner].map((sql) => sql.end({ timeout: 1 })));
    },
  };
}
