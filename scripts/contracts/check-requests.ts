import { difference } from "./difference.ts";
import { graphClient } from "./graph-client.ts";
import { type Contract, contract } from "./part.ts";
import { type Published, requestToOutgoing } from "./request-to-outgoing.ts";

const taken = { messaging_product: "whatsapp", contacts: [], messages: [{ id: "wamid.X" }], success: true };

/** Whether our client sends what Meta publishes, for all that we send. */
export async function checkRequests(examples: Record<string, Published>): Promise<Contract> {
  const part = contract("our client makes the published requests");
  const client = graphClient({
    graphUrl: "https://graph.invalid",
    accessToken: "token",
    phoneNumberId: "1",
    // No file is fetched or uploaded: it goes by its address, as in the examples.
    fetch: async (input) =>
      String(input).endsWith("/messages") ? Response.json(taken) : new Response(null, { status: 404 }),
  });
  for (const [name, example] of Object.entries(examples)) {
    const translated = requestToOutgoing(example);
    if ("why" in translated) {
      part.left.push({ name, why: translated.why });
      continue;
    }
    const outcome = await client.send(translated);
    const told = client.last
      ? difference(plain(client.last.request), plain(example))
      : `nothing was sent: ${typeof outcome === "object" && outcome && "message" in outcome ? outcome.message : outcome}`;
    if (told === null) part.held.push(name);
    else part.broken.push({ name, why: told });
  }
  return part;
}

/** What says the same in either form is written in one: usual values left out, words of Meta's own in small letters. */
function plain(body: Published): Published {
  const { recipient_type: _individual, type: _told, ...rest } = structuredClone(body);
  if (rest.text?.preview_url === false) delete rest.text.preview_url;
  // Of templates of old; nothing is told of it any more.
  if (rest.template) delete rest.template.language.policy;
  for (const component of rest.template?.components ?? []) {
    component.type = component.type.toLowerCase();
    if (component.sub_type) component.sub_type = component.sub_type.toLowerCase();
    if (component.index !== undefined) component.index = String(component.index);
  }
  return rest;
}
