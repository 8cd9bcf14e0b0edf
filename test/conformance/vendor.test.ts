import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../lib/config.ts";
import { vendors } from "../../lib/vendors/vendors.ts";
import { all, subjects, wholeEnv } from "./subjects.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const supabase = {
  SUPABASE_URL: "https://project.supabase.co",
  SUPABASE_PUBLISHABLE_KEY: "sb_publishable_a",
  SUPABASE_SECRET_KEY: "sb_secret_b",
};
const texts = (value: unknown): string[] =>
  typeof value === "string" ? [value] : Object.values(value as object).flatMap(texts);

test("each vendor of the list has its fixtures here", () => {
  const here = new Set(subjects.map(({ vendor }) => vendor));
  expect(vendors.filter((vendor) => !here.has(vendor))).toEqual([]);
});

test("no two share a name, a variable or an address", () => {
  for (const of of [
    all.map(({ name }) => name),
    // One that serves a second vendor too is declared so there.
    all.flatMap(({ variables }) => variables.filter(({ isShared }) => !isShared).map(({ name }) => name)),
    all.flatMap(({ events }) => events?.webhooks.map(({ path }) => path) ?? []),
  ]) {
    expect(of).toEqual([...new Set(of)]);
  }
});

test("each secret is known as one, so that it is never stored", () => {
  const { secrets } = readConfig({ ...supabase, ...wholeEnv }, all);
  for (const { name, isSecret } of all.flatMap(({ variables }) => variables)) {
    if (wholeEnv[name]) expect([name, secrets.includes(wholeEnv[name])]).toEqual([name, isSecret]);
  }
});

describe.each(all.map((vendor) => [vendor.name, vendor] as const))("%s", (name, vendor) => {
  const isListed = vendors.includes(vendor);
  const own = new Set(vendor.variables.map((variable) => variable.name));

  test("is named so that rows and addresses can hold it", () => {
    expect(name).toMatch(/^[a-z][a-z_]{1,30}$/);
    expect(vendor.title).toMatch(/^\S.*\S$/);
  });

  test("its variables are named once, and malformed ones stop the start by name", () => {
    for (const { name: variable, fallback } of vendor.variables) {
      expect(variable).toMatch(/^[A-Z][A-Z0-9_]+$/);
      if (fallback !== undefined)
        expect(() => readConfig({ ...supabase, [variable]: "\u0001" }, all)).toThrow(variable);
    }
    for (const { anyOf } of vendor.needs) for (const variable of anyOf) expect([...own]).toContain(variable);
    for (const part of [vendor.calls, vendor.writeBack]) {
      for (const variable of part?.needs ?? []) expect([...own]).toContain(variable);
    }
  });

  test("without its variables the product starts, and it has no values but its fallbacks", () => {
    const fallbacks = vendor.variables.flatMap(({ name: variable, fallback }) =>
      fallback === undefined ? [] : [[variable, fallback]],
    );
    expect(readConfig(supabase, all).vendors[name]).toEqual(Object.fromEntries(fallbacks));
  });

  if (isListed)
    test("its variables stand in .env.example, its addresses in vercel.json", () => {
      const example = read(".env.example");
      for (const variable of own) expect(example).toMatch(new RegExp(`^${variable}=`, "m"));
      const { rewrites } = JSON.parse(read("vercel.json")) as { rewrites: Record<string, string>[] };
      for (const { path } of vendor.events?.webhooks ?? []) {
        expect(rewrites).toContainEqual({ source: path, destination: "/api/webhook" });
      }
    });

  test.each(["it", "en"] as const)("has words for all that it may be: %s", (language) => {
    const words = vendor.words[language];
    expect(Object.keys(words.heard)).toEqual(vendor.events?.kinds ?? []);
    const pauses = vendor.numbers ? ["bad_key", "plan_ended", "session_down"] : [];
    expect(Object.keys(words.reasons)).toEqual(pauses);
    expect(Object.keys(words.remedies)).toEqual(expect.arrayContaining(pauses));
    if (vendor.numbers)
      expect(Object.keys(words.alerts)).toEqual(expect.arrayContaining(["bad_key", "plan_ended"]));
    if (vendor.calls) {
      expect(words.passes.calls).toBeDefined();
      expect(words.alerts.unauthorized && words.remedies.unauthorized).toBeTruthy();
    }
    for (const text of texts(words)) expect(text).toMatch(/^\S.{5,}/);
    const other = vendor.words[language === "it" ? "en" : "it"];
    expect(texts(words).length).toBe(texts(other).length);
  });

  test("no secret is in its words", () => {
    const said = JSON.stringify(vendor.words);
    for (const { name: variable, isSecret } of vendor.variables) {
      if (isSecret && wholeEnv[variable]) expect(said).not.toContain(wholeEnv[variable]);
    }
  });

  test("what its doctor posts has no effect and tells the stranger apart", async () => {
    const { variables, doctor, events } = vendor;
    const values = readConfig({ ...supabase, ...wholeEnv }, all).vendors[name]!;
    for (const trial of (await doctor?.())?.trials(values) ?? []) {
      const webhook = events!.webhooks.find(({ path }) => path === trial.path)!;
      const rawBody = new TextEncoder().encode(trial.body);
      const request = (headers: Record<string, string>) => ({
        headers: new Headers(headers),
        url: new URL(`https://aftercall.test${trial.path}`),
        rawBody,
      });
      expect(variables.find((variable) => variable.name === trial.variable)?.isSecret).toBe(true);
      const proof = await webhook.verify(request(trial.known!), values);
      await expect((async () => webhook.verify(request(trial.strange), values))()).rejects.toMatchObject({
        code: "unauthorized",
      });
      const reader = await events!.reader();
      const kept = { ...proof, rawBody, contentType: "application/json" };
      const { values: effects } = reader(kept, { defaultCountry: "IT", mapping: {} }).delivery;
      expect(effects.map(({ type }) => type)).toEqual(effects.map(() => "ignored"));
    }
  });
});

/** Each file that importing this one loads. */
function loadedBy(file: string): string[] {
  const script = `
    import { registerHooks } from "node:module";
    registerHooks({ load(url, context, next) { console.log(url); return next(url, context); } });
    await import(${JSON.stringify(new URL(file, root).href)});`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.split("\n").filter(Boolean);
}

test("the list is light: no parser, no client and no library but zod is loaded with it", () => {
  const loaded = loadedBy("lib/vendors/vendors.ts");
  const libraries = loaded.flatMap((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  expect([...new Set(libraries)]).toEqual(["zod"]);
  const files = loaded.flatMap((url) => /lib\/(.+\.ts)$/.exec(url)?.[1] ?? []);
  expect(
    files.filter((file) => /parse-|read-|create-|provider|request|exchange|doctor|list-|write-/.test(file)),
  ).toEqual([]);
  // Its face, its words, its numbers, whose they are, and how it proves itself.
  for (const { name } of vendors) {
    expect(files.filter((file) => file.startsWith(`vendors/${name}/`)).length).toBeLessThanOrEqual(5);
  }
});
