import type { SendOutcome } from "../../model/provider.ts";

/** A provider that refuses an address may quote it: whoever reads the reason could open the file. */
export function withoutLink(outcome: SendOutcome, link: string | null): SendOutcome {
  if (link === null || outcome.kind === "accepted") return outcome;
  const [, token = link] = link.split("?token=");
  return { ...outcome, message: outcome.message.replaceAll(link, "…").replaceAll(token, "…") };
}
