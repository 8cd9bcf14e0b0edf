import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";

/** A member of staff looks at the uncertain message to this number and has it sent again. */
export async function pressResend(sql: Sql, recipient: string): Promise<void> {
  const user = randomUUID();
  await sql`insert into auth.users (id, email) values (${user}, 'staff@faults.test')`;
  await sql`select public.add_member('default', ${user}::uuid, 'agent')`;
  await sql.begin(async (tx) => {
    await tx`select set_config('request.jwt.claim.sub', ${user}, true), set_config('role', 'authenticated', true),
      set_config('request.jwt.claims', ${JSON.stringify({ sub: user, role: "authenticated" })}, true)`;
    const [message] = await tx<
      [{ id: string }]
    >`select id from whatsapp_messages where recipient = ${recipient}`;
    await tx`select public.resolve_uncertain(${message.id}, 'resend')`;
  });
}
