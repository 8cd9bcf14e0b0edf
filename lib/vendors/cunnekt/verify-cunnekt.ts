import { constantTimeEqual } from "../../base/constant-time-equal.ts";
import { Problem } from "../../base/problem.ts";

/** Where its settings allow no header of one's own, the token stands in the address. */
export const tokenHeader = "x-webhook-token";

/** No signature is documented: a long token of ours, in a header or as `token` in the address, is all that proves Cunnekt. */
export function verifyCunnekt(headers: Headers, { searchParams }: URL, token: string | null): void {
  const action = searchParams.get("action") ?? "webhook";
  if (action !== "webhook") {
    throw new Problem(
      "bad_request",
      "This address takes webhooks of Cunnekt only: end it with ?action=webhook.",
    );
  }
  const expected = token?.trim() ?? "";
  if (expected === "") {
    throw new Problem(
      "not_configured",
      "No webhook token for Cunnekt is configured, so nothing from there can be trusted: set CUNNEKT_WEBHOOK_TOKEN first.",
    );
  }
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.get("authorization")?.trim() ?? "")?.[1];
  const given = [searchParams.get("token"), headers.get(tokenHeader), bearer];
  // Each is compared, whichever is right.
  const right = given.filter((one) => constantTimeEqual(one?.trim() ?? "", expected));
  if (right.length === 0) {
    throw new Problem(
      "unauthorized",
      "The token is missing or not ours: end the address at Cunnekt with &token= and the text of CUNNEKT_WEBHOOK_TOKEN.",
    );
  }
}
