import { parseJson } from "../../base/parse-json.ts";
import { Problem } from "../../base/problem.ts";
import { isRecord } from "../shared/as-record.ts";
import { readEnvelope } from "../shared/whatsapp/read-envelope.ts";
import type { Reader } from "../vendor.ts";

export const readDelivery: Reader = ({ rawBody }) => {
  const body = parseJson(new TextDecoder().decode(rawBody));
  const delivery = isRecord(body) ? readEnvelope(body) : null;
  if (delivery !== null) return { delivery, body };
  throw new Problem(
    "unreadable",
    "A webhook of Meta is a JSON object with a list of entries; this has none.",
    { reason: "not_a_webhook" },
  );
};
