import { expect, test } from "vitest";
import { componentsOf, lookOf } from "../../lib/settings/template-look.ts";
import { findInTemplate } from "../../lib/settings/template-warnings.ts";

const good =
  "Buongiorno, sono {agent_first_name|Samuela} della Greengen Group. Come concordato al telefono, mi può mandare una copia della bolletta? Grazie.";
const ask = "come concordato al telefono ci mandi la bolletta, grazie";

test.for([
  [good, [], []],
  [`Salve, ${ask}.`, [], []],
  [`{contact_name|cliente}, ${ask}.`, ["starts_with_variable"], []],
  [`Salve, ${ask} {contact_name|cliente}`, ["ends_with_variable"], []],
  [`Salve {contact_name|a} {company|b}, ${ask}.`, ["adjacent_variables"], []],
  ["{contact_name|cliente}", ["only_variables"], ["names_no_call", "names_no_agreement"]],
  [`Salve {contact_name}, ${ask}.`, ["no_fallback"], []],
  [`Salve, ${ask}. ${"a ".repeat(600)}`, ["too_long"], []],
  ["Salve, ci manda la bolletta per favore?", [], ["names_no_call", "names_no_agreement"]],
  [`Salve, ${ask}: scopra l'OFFERTA e lo sconto.`, [], ["offers_something"]],
  ["Salve {contact_name|a} di {company|b}, come concordato al telefono.", [], ["many_variables"]],
] as const)("%s", ([text, faults, doubts]) => {
  expect(findInTemplate(text, true)).toMatchObject({ faults, doubts });
});

test("the words that sound like an offer are named, and are marketing's own business", () => {
  expect(findInTemplate(`Offerta e sconto: ${ask}.`, true).offers).toEqual(["offerta", "sconto"]);
  expect(findInTemplate("Offerta e sconto per tutti.", false)).toEqual({
    faults: [],
    doubts: [],
    offers: [],
  });
});

test("what stands beside the body goes to WhatsApp's shape and back; answers stand before addresses", () => {
  const look = {
    category: "utility" as const,
    header: "Bolletta",
    footer: "Greengen",
    buttons: [
      { text: "Sito", url: "https://greengen.example" },
      { text: "Non ora", url: "" },
    ],
    ttlSeconds: null,
  };
  const components = componentsOf(look)!;
  expect(lookOf(components)).toEqual({
    header: "Bolletta",
    footer: "Greengen",
    buttons: look.buttons.toReversed(),
  });
  expect(componentsOf({ ...look, header: "", footer: "", buttons: [] })).toBeNull();
});
