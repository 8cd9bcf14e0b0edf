import { describe, expect, test } from "vitest";
import { readConfig } from "../../lib/config.ts";

const complete = {
  SUPABASE_URL: "https://project.supabase.co/",
  SUPABASE_PUBLISHABLE_KEY: "sb_publishable_a",
  SUPABASE_SECRET_KEY: "sb_secret_b",
};
const jwt = (role: string) => `e30.${Buffer.from(JSON.stringify({ role })).toString("base64url")}.x`;

describe("the environment", () => {
  test("has defaults for everything but Supabase, and an empty variable counts as unset", () => {
    expect(readConfig({ ...complete, WHATSAPP_MIN_INTERVAL_SECONDS: "", CRON_SECRET: "" })).toMatchObject({
      supabaseUrl: "https://project.supabase.co",
      vendors: {
        wasender: { WHATSAPP_API_URL: "https://www.wasenderapi.com/api" },
        cloudtalk: { CLOUDTALK_API_URL: "https://my.cloudtalk.io/api" },
      },
      secrets: ["sb_secret_b"],
      cronSecret: null,
      firstStart: {
        minIntervalMs: 60_000,
        dailyLimit: 50,
        jitterMs: 0,
        warmUpDays: 0,
        sendingFrom: "08:00",
        sendingUntil: "21:00",
        defaultCountry: "IT",
      },
    });
  });

  test("takes decimals, no limit, and hours that mean always", () => {
    const { firstStart } = readConfig({
      ...complete,
      WHATSAPP_MIN_INTERVAL_SECONDS: "0.25",
      WHATSAPP_DAILY_LIMIT: "0",
      WHATSAPP_SENDING_HOURS: "00:00-24:00",
    });
    expect(firstStart).toMatchObject({
      minIntervalMs: 250,
      dailyLimit: 0,
      sendingFrom: "00:00",
      sendingUntil: "24:00",
    });
  });

  test("reads the older SUPABASE_KEY as the publishable key", () => {
    const { SUPABASE_PUBLISHABLE_KEY, ...rest } = complete;
    expect(readConfig({ ...rest, SUPABASE_KEY: SUPABASE_PUBLISHABLE_KEY }).publishableKey).toBe(
      "sb_publishable_a",
    );
  });

  test("names everything that is missing or malformed at once", () => {
    expect(() => readConfig({ WHATSAPP_SENDING_HOURS: "abc", WHATSAPP_DAILY_LIMIT: "-1" })).toThrow(
      /SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, SUPABASE_SECRET_KEY, WHATSAPP_DAILY_LIMIT, WHATSAPP_SENDING_HOURS/,
    );
  });

  test.for([
    ["new keys", "sb_secret_b", "sb_publishable_a"],
    ["the secret key twice", "sb_secret_b", "sb_secret_b"],
    ["older keys", jwt("service_role"), jwt("anon")],
  ])("notices swapped keys: %s", ([, publishable, secret]) => {
    expect(() =>
      readConfig({ ...complete, SUPABASE_PUBLISHABLE_KEY: publishable, SUPABASE_SECRET_KEY: secret }),
    ).toThrow(/swapped/);
  });

  test("accepts the older keys in their places", () => {
    const keys = { SUPABASE_PUBLISHABLE_KEY: jwt("anon"), SUPABASE_SECRET_KEY: jwt("service_role") };
    expect(readConfig({ ...complete, ...keys }).secretKey).toBe(jwt("service_role"));
  });
});
