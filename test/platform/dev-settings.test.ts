import { describe, expect, test } from "vitest";
import { readDevSettings } from "../../scripts/dev/dev-settings.ts";

describe("the environment of npm run dev", () => {
  test("has a default for everything; empty is unset", () => {
    const settings = readDevSettings({ PORT: "", WHATSAPP_API_URL: " ", CRON_SECRET: "" });
    expect(settings).toEqual(readDevSettings({}));
    expect(settings).toMatchObject({
      port: 3000,
      supabasePort: 54321,
      simulatorPort: null,
      dataDir: ".data",
      whatsappApiUrl: null,
      cronSecret: null,
      defaultCountry: "IT",
      minIntervalMs: 60_000,
      dailyLimit: 50,
      jitterMs: 0,
      warmUpDays: 0,
      sendingFrom: "08:00",
      sendingUntil: "21:00",
    });
  });

  test("is read as documented", () => {
    const settings = readDevSettings({
      WHATSAPP_MIN_INTERVAL_SECONDS: "0.25",
      WHATSAPP_DAILY_LIMIT: "0",
      WHATSAPP_SENDING_HOURS: "00:00-24:00",
      WHATSAPP_API_URL: "https://www.wasenderapi.com/api/",
      CLOUDTALK_SIGNING_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    });
    expect(settings).toMatchObject({
      minIntervalMs: 250,
      dailyLimit: 0,
      sendingFrom: "00:00",
      sendingUntil: "24:00",
      whatsappApiUrl: "https://www.wasenderapi.com/api",
    });
  });

  test.each([
    ["PORT", "abc"],
    ["PORT", "0"],
    ["SUPABASE_PORT", "70000"],
    ["SIMULATOR_PORT", "-1"],
    ["WHATSAPP_API_URL", "wasender"],
    ["CLOUDTALK_SIGNING_SECRET", "secret"],
    ["DEFAULT_COUNTRY", "Italy"],
    ["WHATSAPP_MIN_INTERVAL_SECONDS", "-1"],
    ["WHATSAPP_DAILY_LIMIT", "1.5"],
    ["WHATSAPP_SENDING_HOURS", "8-21"],
    ["WHATSAPP_SENDING_HOURS", "25:00-26:00"],
    ["WHATSAPP_SENDING_HOURS", "09:00-09:00"],
  ])("%s=%s is refused in one sentence that says what to give", (name, value) => {
    expect(() => readDevSettings({ [name]: value })).toThrow(
      new RegExp(`^${name} is [^\\n]+: (give|use) .+\\.$`),
    );
  });

  test("the same port twice is refused", () => {
    expect(() => readDevSettings({ PORT: "54321" })).toThrow(
      "PORT and SUPABASE_PORT are both 54321: set one of them to another port.",
    );
  });
});
