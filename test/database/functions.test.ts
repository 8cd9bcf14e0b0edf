import { afterAll, beforeAll, expect, test } from "vitest";
import { createProduct, type Product } from "../support/product.ts";

/** How our functions are written, by the catalogue. */
let product: Product;
beforeAll(async () => {
  product = await createProduct();
});
afterAll(() => product.close());

const functions = () => product.db.sql<{ name: string; schema: string; lines: number; scalars: string[] }[]>`
  select p.proname as name, n.nspname as schema,
    cardinality(string_to_array(btrim(p.prosrc, E'\\n'), E'\\n')) as lines,
    array(select a.name from unnest(p.proargnames, coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes)
        a (name, type, mode) join pg_type t on t.oid = a.type
      where coalesce(a.mode, 'i') in ('i', 'b') and t.typtype <> 'c') as scalars
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('app', 'public') order by 1`;

test("parameters are p_… inside, and plain names where they are the keys of a request", async () => {
  // A whole row is called as its table's alias is everywhere: `m public.whatsapp_messages`.
  const odd = (await functions()).flatMap(({ name, schema, scalars }) =>
    scalars
      .filter((scalar) => scalar.startsWith("p_") !== (schema === "app"))
      .map((scalar) => `${schema}.${name}(${scalar})`),
  );
  expect(odd).toEqual([]);
});

test("a function has at most sixty lines", async () => {
  const found = (await functions()).filter(({ lines }) => lines > 60);
  expect(found.map(({ name, lines }) => [name, lines])).toEqual([]);
});
