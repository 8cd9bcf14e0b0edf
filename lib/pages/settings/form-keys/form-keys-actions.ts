import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { wordFor } from "../../../base/language.ts";
import { Problem } from "../../../base/problem.ts";
import { seal } from "../../../base/seal.ts";
import { callRpc } from "../../../db/call-rpc.ts";
import { formKeyContext } from "../../../inbox/form-keys.ts";
import type { Vendor } from "../../../vendors/vendor.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { requestOrigin } from "../../../web/request-origin.ts";
import { leaveWithNotice, takeNotice } from "../../shell/notice.ts";
import { readColleagues } from "../../shell/staff-name.ts";
import { readForm } from "../read-form.ts";
import { type Reader, readerOf } from "../reader-of.ts";
import { formKeyPage } from "./form-key-page.ts";
import { type FormKeysPageParts, formKeysPage, formKeysPath } from "./form-keys-page.ts";
import { readFormKeyList } from "./read-form-keys.ts";
import { formKeysTexts } from "./texts.ts";

/** The keys of a vendor's lead forms, for admins. */
export async function showFormKeys(c: Context<AppEnv>): Promise<Response> {
  const [reader, vendor] = [await readerOf(c, "admin"), vendorOf(c)];
  const notice = wordFor(formKeysTexts[reader.language].notices, takeNotice(c));
  return c.html(await page(c, reader, vendor, { notice }));
}

/** Makes a key, and shows it once: the database gets it sealed. */
export async function makeFormKey(c: Context<AppEnv>): Promise<Response> {
  const [reader, vendor] = [await readerOf(c, "admin"), vendorOf(c)];
  const words = formKeysTexts[reader.language];
  const { config, formKeys } = c.get("services");
  const form = await readForm(c);
  const name = form.get("name")?.trim() ?? "";
  const refused = async (error: string, status: 409 | 422) =>
    c.html(await page(c, reader, vendor, { typed: { form, errors: new Map([["name", error]]) } }), status);
  if (config.channelKeys.length === 0) return refused(words.noKeys, 409);
  if (name === "" || name.length > 80) return refused(words.wrongName, 422);
  const [id, key] = [crypto.randomUUID(), newKey(vendor.formKeys!.length)];
  try {
    await callRpc(reader.member.client, "make_lead_form_key", {
      workspace: reader.member.workspace,
      key: id,
      source: vendor.name,
      name,
      sealed: seal(config.channelKeys, key, formKeyContext(id)),
    });
  } catch (error) {
    if (error instanceof Problem && error.code === "conflict") return refused(words.full, 409);
    throw error;
  }
  formKeys.forget();
  return c.html(formKeyPage(reader, vendor, name, key));
}

export async function retireFormKey(c: Context<AppEnv>): Promise<Response> {
  const [{ member }, vendor] = [await readerOf(c, "admin"), vendorOf(c)];
  await callRpc(member.client, "retire_lead_form_key", {
    workspace: member.workspace,
    key: c.req.param("id")!,
  });
  c.get("services").formKeys.forget();
  return leaveWithNotice(c, "retired", formKeysPath(vendor));
}

async function page(
  c: Context<AppEnv>,
  reader: Reader,
  vendor: Vendor,
  more: Pick<FormKeysPageParts, "notice" | "typed">,
) {
  const { config } = c.get("services");
  const [keys, colleagues] = await Promise.all([
    readFormKeyList(reader.member, vendor.name),
    readColleagues(reader.member.client),
  ]);
  const own = config.vendors[vendor.name] ?? {};
  return formKeysPage({
    reader,
    vendor,
    keys,
    colleagues,
    address: `${config.publicUrl ?? requestOrigin(c)}${vendor.events!.webhooks[0]!.path}`,
    hasCommon: vendor.variables.some(({ name, isSecret }) => isSecret && own[name] !== undefined),
    canSeal: config.channelKeys.length > 0,
    ...more,
  });
}

function vendorOf(c: Context<AppEnv>): Vendor {
  const slug = c.req.param("slug");
  const found = c.get("services").vendors.find(({ formKeys }) => formKeys?.slug === slug);
  if (!found) throw new Problem("not_found", "There is nothing at this address.");
  return found;
}

/** At random, six bits a character. */
function newKey(length: number): string {
  return randomBytes(length).toString("base64url").slice(0, length);
}
