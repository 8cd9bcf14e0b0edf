import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, type Kit, kit } from "../support/kit.ts";

/** What leaves is more than a text: it is rendered when it is queued, and handed out as it is to be sent. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
  await windowed();
});
afterEach(() => k.product.close());

const review = (
  state: string,
  name = "bolletta_v1",
) => k.sql`insert into whatsapp_template_states (channel_id, template_id, workspace_id, vendor_id,
    vendor_name, state, version) select ${k.channel}, id, workspace_id, '7788', ${name}, ${state}, version
  from whatsapp_templates where key = 'follow_up'`;
/** The vendor takes a text only for a day after the person's word, and nobody has written yet. */
const windowed = () => k.sql`update channels set capabilities = '{"windowHours": 24, "templates": true}'`;
const atAnyTime = () => k.sql`update channels set capabilities = '{"templates": true}'`;
const body = (text: string) =>
  k.sql`update whatsapp_templates set body = ${text}, version = version + 1 where key = 'follow_up'`;

describe("the claim hands out", () => {
  test("a text as a text where the vendor takes one at any time", async () => {
    await atAnyTime();
    await review("approved");
    await body("Buongiorno {contact_name|cliente}");
    await k.ct(endedCall(1));
    expect((await k.claim()).message.content).toEqual({ kind: "text", text: "Buongiorno Cliente 1" });
  });

  test("a template where the vendor approved this version of the text on this channel; its body stays readable", async () => {
    await body("Buongiorno {contact_name|cliente} di {company|casa}");
    await review("approved");
    await k.ct(endedCall(1));
    const { message } = await k.claim();
    expect(message.content).toEqual({
      kind: "template",
      id: "7788",
      name: "bolletta_v1",
      language: "it",
      parameters: ["Cliente 1", "casa"],
    });
    expect((await k.followUp(1)).body).toBe("Buongiorno Cliente 1 di casa");
  });

  test("each value by the vendor's name for it, where it has names; blanks and line breaks are one blank", async () => {
    await body("Salve {contact_name|cliente}, {contact_name|Lei} di {company|casa}");
    await review("approved");
    await k.sql`update whatsapp_template_states set language = 'it_IT',
      parameter_names = '{contact_name,contact_name_b,company}'`;
    await k.ct(endedCall(1, { company: "Az.  Agr.\nRossi" }));
    expect((await k.claim()).message.content).toEqual({
      kind: "template",
      id: "7788",
      name: "bolletta_v1",
      language: "it_IT",
      parameters: ["Cliente 1", "Cliente 1", "Az. Agr. Rossi"],
      named: { contact_name: "Cliente 1", contact_name_b: "Cliente 1", company: "Az. Agr. Rossi" },
    });
  });

  test("nothing where the vendor's words are others", async () => {
    await review("approved");
    await k.sql`update whatsapp_template_states set drifted = true`;
    await k.ct(endedCall(1));
    expect((await k.claim()).action).toBe("idle");
  });

  test.each(["pending", "rejected", "paused", "disabled", "archived", "deleted"])(
    "nothing where the template is %s",
    async (state) => {
      await review(state);
      await k.ct(endedCall(1));
      expect((await k.claim()).action).toBe("idle");
    },
  );

  test("nothing where the text was changed since its approval", async () => {
    await review("approved");
    await body("Un altro testo");
    await k.ct(endedCall(1));
    expect((await k.claim()).action).toBe("idle");
    expect((await k.call("900000001")).should_send_code).toBe("no_template");
  });
});

test("what the provider cannot send fails in words, without a call", async () => {
  await review("approved");
  await k.ct(endedCall(1));
  await k.product.tick();
  expect(await k.followUp(1)).toMatchObject({ status: "failed", reason_code: "unsupported_content" });
  expect(k.product.wasender.sends).toEqual([]);
});

test("nothing else than the four kinds is kept", async () => {
  await atAnyTime();
  await k.ct(endedCall(1));
  for (const content of [{ kind: "hologram" }, { kind: "text" }, { kind: "template", name: "x" }, {}]) {
    await expect(k.sql`update whatsapp_messages set content = ${k.sql.json(content)}`).rejects.toMatchObject({
      constraint_name: "whatsapp_messages_content",
    });
  }
});

test("WhatsApp's own id in the answer is the message's at once, with the statuses that were faster", async () => {
  await atAnyTime();
  await k.ct(endedCall(1));
  const { message } = await k.claim();
  await k.wa({
    event: "messages.update",
    data: {
      key: { id: "3EB0ATONCE", fromMe: true, remoteJid: "393331000001@s.whatsapp.net" },
      update: { status: 3 },
    },
  });
  const outcome = { kind: "accepted", providerMessageId: null, whatsappId: "3EB0ATONCE", httpStatus: 200 };
  expect(await k.settle(message.id, message.attempt, outcome)).toEqual({ settled: true });
  expect(await k.followUp(1)).toMatchObject({
    whatsapp_message_id: "3EB0ATONCE",
    status: "delivered",
    bind_at: null,
  });
});
