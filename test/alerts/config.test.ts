import { describe, expect, test } from "vitest";
import { readConfig } from "../../lib/config.ts";
import { hookSecret } from "./stage.ts";

const complete = {
  SUPABASE_URL: "https://project.supabase.co/",
  SUPABASE_PUBLISHABLE_KEY: "sb_publishable_a",
  SUPABASE_SECRET_KEY: "sb_secret_b",
};

describe("where alerts are posted", () => {
  test("nowhere unless told", () => {
    expect(readConfig(complete)).toMatchObject({
      alertWebhookUrl: null,
      alertWebhookSecret: null,
      publicUrl: null,
    });
  });

  test.for([
    "https://hooks.slack.com/services/T/B/x",
    "http://127.0.0.1:9000/a",
    "http://localhost/a",
    "http://[::1]/",
  ])("%s is taken", (url) => {
    expect(readConfig({ ...complete, ALERT_WEBHOOK_URL: url }).alertWebhookUrl).toBe(url);
  });

  test.for([
    "http://hooks.example.com/",
    "http://localhost.example.com/",
    "ftp://a/",
    "hooks.slack.com/x",
    "https://me:pw@a.com/",
  ])("%s is refused", (url) => {
    expect(() => readConfig({ ...complete, ALERT_WEBHOOK_URL: url })).toThrow(/ALERT_WEBHOOK_URL/);
  });

  test("a secret is whsec_ and base64, and is never repeated in the error", () => {
    expect(readConfig({ ...complete, ALERT_WEBHOOK_SECRET: hookSecret }).alertWebhookSecret).toBe(hookSecret);
    for (const wrong of [
      "whsec_short",
      "a-plain-secret-that-is-long-enough-to-be-one",
      "whsec_ä".padEnd(50, "ä"),
    ]) {
      expect(() => readConfig({ ...complete, ALERT_WEBHOOK_SECRET: wrong })).toThrow(
        /^Missing or malformed in the environment: ALERT_WEBHOOK_SECRET\. See \.env\.example\.$/,
      );
    }
  });

  test("the link goes to PUBLIC_URL, else to Vercel's production domain", () => {
    const vercel = { ...complete, VERCEL_PROJECT_PRODUCTION_URL: "aftercall.vercel.app" };
    expect(readConfig(vercel).publicUrl).toBe("https://aftercall.vercel.app");
    expect(readConfig({ ...vercel, PUBLIC_URL: "https://calls.example.it/monitor" }).publicUrl).toBe(
      "https://calls.example.it",
    );
  });
});
