import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { examine, healthyPatient } from "../doctor/patient.ts";
import { type ChannelStage, channelKey, channelStage } from "./stage.ts";

let s: ChannelStage;
beforeAll(async () => {
  s = await channelStage();
  await s.add("pretend", "Vendite", { key: "pretend-key", number: "391110001" });
});
afterAll(() => s.product.close());

const said = async (keys: string) => {
  const patient = healthyPatient(s.product);
  patient.env = { ...patient.env, CHANNEL_KEYS: keys };
  return (await examine(patient)).filter((line) => /CHANNEL_KEYS|seals/.test(line));
};
const other = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;

test("the doctor says whether sealed credentials open, and which key may go", async () => {
  expect(await said(channelKey)).toEqual([
    "✓ The newest key of CHANNEL_KEYS opens every channel's and form's credentials.",
  ]);
  expect(await said(`${other("k2")},${channelKey}`)).toEqual([
    '– "k1" still seals credentials: the clock\'s next tick seals them anew.',
  ]);
});

test.for([
  [
    "without their key",
    other("k2"),
    'No key of CHANNEL_KEYS opens the credentials of Vendite: "k1" sealed them.',
  ],
  ["with a wrong one", other("k1"), 'The key "k1" of CHANNEL_KEYS does not open the credentials of Vendite.'],
] as const)("%s they cannot be opened: said, with what to do", async ([, keys, sentence]) => {
  expect(await said(keys)).toEqual([
    `✗ ${sentence} → Put the right "k1" back into CHANNEL_KEYS, or give them again on the monitor under Settings.`,
  ]);
});
