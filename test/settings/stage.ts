import type { Services } from "../../lib/services.ts";
import { Visitor } from "../monitor/visitor.ts";
import { createProduct, type Product } from "../support/product.ts";

export type Form = Record<string, string> | URLSearchParams;
export type SettingsStage = Awaited<ReturnType<typeof stage>>;

/** The settings' pages as browsers without scripts see and post them, one signed in with each role. */
export async function stage(
  env: Record<string, string> = {},
  own: Partial<Services> = { background: () => {} },
) {
  const product: Product = await createProduct(env, () => own);
  const entries = await Promise.all(
    (["agent", "manager", "admin"] as const).map(async (role) => {
      const visitor = new Visitor(product.doors.monitor);
      await visitor.signIn(await product.db.createStaff({ role }));
      return [role, visitor] as const;
    }),
  );
  const visitors = Object.fromEntries(entries) as Record<"agent" | "manager" | "admin", Visitor>;
  type Who = keyof typeof visitors;
  return {
    product,
    visitors,
    async page(path: string, who: Who = "manager", headers: Record<string, string> = {}) {
      const response = await visitors[who].get(path, headers);
      return { status: response.status, text: await response.text() };
    },
    async post(path: string, form: Form, who: Who = "manager") {
      const fields = [...new URLSearchParams(form)];
      const headers = { origin: "http://aftercall.test", "accept-language": "en" };
      const response = await visitors[who].post(path, fields, headers);
      return { status: response.status, to: response.headers.get("location"), text: await response.text() };
    },
    async saved(kind: string) {
      const [row] = await product.db.sql`select version, value from workspace_settings
        where kind = ${kind} order by version desc limit 1`;
      return row ?? { version: 0, value: null };
    },
  };
}

/** What a browser would post of the form of a page, with some of it typed over. */
export const formOf = (html: string, over: Record<string, string> = {}) => {
  const form = new URLSearchParams();
  const [body = ""] = /<form method="post" action="[^"]*" class="sheet">[\s\S]*?<\/form>/.exec(html) ?? [];
  for (const [tag, name = ""] of body.matchAll(/<input[^>]*name="([^"]*)"[^>]*>/g)) {
    const isOff = /type="(checkbox|radio)"/.test(tag) && !/\schecked/.test(tag);
    if (!isOff) form.append(name, plain(/value="([^"]*)"/.exec(tag)?.[1] ?? ""));
  }
  for (const [, name = "", text = ""] of body.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>\n?([^<]*)</g)) {
    form.set(name, plain(text));
  }
  for (const [, name = "", options = ""] of body.matchAll(
    /<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g,
  )) {
    const values = [...options.matchAll(/value="([^"]*)"([^>]*)/g)];
    form.set(name, (values.find(([, , more]) => more!.includes("selected")) ?? values[0])?.[1] ?? "");
  }
  for (const [name, value] of Object.entries(over)) form.set(name, value);
  return form;
};
export const over = (form: URLSearchParams, more: Record<string, string>) =>
  new URLSearchParams({ ...Object.fromEntries(form), ...more });
export const plain = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
