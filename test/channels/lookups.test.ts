import { expect, test } from "vitest";
import { hidden, lid } from "../support/kit.ts";
import { secrets } from "../support/product.ts";
import { channelStage, second } from "./stage.ts";

test("whose number it is, is asked on a channel in use", async () => {
  const s = await channelStage();
  const other = await s.add("wasender", "Second", second);
  await s.product.postWasender({ ...hidden(1, "Chi siete?"), sessionId: secrets.whatsappToken });
  await s.rpc("choose_first_contacts", { channel: other }, s.admin);
  await s.rpc("retire_channel", { channel: s.first, move_to: null }, s.admin);
  await s.product.db.shiftClock(120_000);
  await s.sql`update reconcile_passes set next_at = null`;
  const able = { calls: null, logs: [], identities: [s.first, other] };
  expect(await s.rpc("take_reconciliations", { able })).toMatchObject({
    identities: [{ address: lid, channel: other }],
  });
  await s.product.close();
});
